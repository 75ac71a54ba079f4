import { useId } from 'react';
import { useText } from '../i18n/language.tsx';
import { countCharacters } from './validate.ts';

type Kind =
  | { type: 'line' | 'text'; max: number; hint?: string }
  | { type: 'price' | 'date'; hint?: string }
  | { type: 'choice'; options: readonly string[]; placeholder: string; hint?: string };

type Props = {
  kind: Kind;
  name: string;
  label: string;
  optional: boolean;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  onBlur: () => void;
};

/** A label, its control, a hint or what is left, and what is wrong. */
export function FieldRow({ kind, name, label, optional, value, error, onChange, onBlur }: Props) {
  const { form, optional: optionalText } = useText();
  const id = useId();
  const left = 'max' in kind ? kind.max - countCharacters(value) : undefined;
  const control = {
    id,
    name,
    value,
    onBlur,
    'aria-required': !optional,
    'aria-invalid': error !== undefined,
    'aria-describedby': `${id}-hint ${id}-error`,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional && <span className="small">({optionalText})</span>}
      </label>
      {kind.type === 'text' ? (
        <textarea {...control} rows={5} />
      ) : kind.type === 'choice' ? (
        <select {...control}>
          <option value="">{kind.placeholder}</option>
          {/* A draft may name a city before the catalogue has arrived. */}
          {[...new Set([...kind.options, ...(value ? [value] : [])])].map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input
          {...control}
          type={kind.type === 'date' ? 'date' : 'text'}
          inputMode={kind.type === 'price' ? 'decimal' : undefined}
          autoComplete="off"
        />
      )}
      <p id={`${id}-hint`} className="small hint">
        {kind.hint} {left !== undefined && left >= 0 && left <= 100 && form.left(left)}
      </p>
      <p id={`${id}-error`} className="error">
        {error}
      </p>
    </div>
  );
}
