import { limits } from '@christmas-markets/sdk';
import { citiesOptions } from '@christmas-markets/sdk/react-query';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.tsx';
import { Failure } from '../states.tsx';
import { type Draft, type Field, fields, writeDraft } from './draft.ts';
import { FieldRow } from './field-row.tsx';
import { findRefused } from './refused.ts';
import { useSession } from './session.tsx';
import { countCharacters, type Errors, validate } from './validate.ts';

type Props = {
  /** Where the draft is kept. */
  draftKey: string;
  initial: Draft;
  /** An edit cannot change the city. */
  isEdit: boolean;
  onSubmit: (draft: Draft) => Promise<void>;
  submitLabel: string;
  /** The last failure of `onSubmit`. */
  failure: unknown;
  isSending: boolean;
};

export function MarketForm(props: Props) {
  const { draftKey, initial, isEdit, onSubmit, submitLabel, failure, isSending } = props;
  const text = useText();
  const { price } = useFormat();
  const { client } = useSession();
  const cities = useQuery({ ...citiesOptions(client), enabled: !isEdit });
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<Field>>(new Set());
  /** What the API refused stays at its field until that is changed. */
  const [changed, setChanged] = useState<ReadonlySet<Field>>(new Set());
  const form = useRef<HTMLFormElement>(null);

  const own = validate(draft, text, price);
  const refused = changed.size < fields.length ? findRefused(failure, changed, text) : {};
  const shown: Errors = {};
  for (const field of fields) {
    const error = touched.has(field) ? (own[field] ?? refused[field]) : refused[field];
    if (error !== undefined) shown[field] = error;
  }
  const count = Object.keys(shown).length;

  const change = (field: Field, value: string) => {
    const next = { ...draft, [field]: value };
    setDraft(next);
    writeDraft(draftKey, next);
    setChanged(new Set(changed).add(field));
    // While typing, only what is certainly wrong already: too long.
    if (countCharacters(value) > countCharacters(draft[field]) + 1) touch(field);
    if (field in limits && own[field] === undefined) touch(field);
  };
  const touch = (field: Field) => setTouched((before) => new Set(before).add(field));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    setTouched(new Set(fields));
    setChanged(new Set());
    const [first] = fields.filter((field) => own[field] !== undefined);
    if (first !== undefined) {
      form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    await onSubmit(draft);
  };

  const row = (field: Field, kind: Parameters<typeof FieldRow>[0]['kind'], optional = false) => (
    <FieldRow
      {...{ kind, optional }}
      name={field}
      label={text.form[field]}
      value={draft[field]}
      error={shown[field]}
      onChange={(value) => change(field, value)}
      onBlur={() => draft[field] !== '' && touch(field)}
    />
  );

  return (
    <form ref={form} className="market-form" onSubmit={submit} noValidate>
      <div role="alert">
        {count > 0 && <p className="summary">{text.form.errors.title(count)}</p>}
      </div>
      {row('marketName', { type: 'line', max: limits.marketName })}
      {row('marketDescription', {
        type: 'text',
        max: limits.marketDescription,
        hint: text.form.marketDescriptionHint,
      })}
      {row('marketAveragePrice', { type: 'price' })}
      {!isEdit &&
        row('city', {
          type: 'choice',
          options: (cities.data ?? []).map(({ name }) => name),
          placeholder: text.form.chooseCity,
          hint: text.form.cityHint,
        })}
      {row('address', { type: 'line', max: limits.address }, true)}
      <div className="pair">
        {row('opensOn', { type: 'date' }, true)}
        {row('closesOn', { type: 'date' }, true)}
      </div>
      {failure !== undefined && failure !== null && Object.keys(refused).length === 0 && (
        <Failure error={failure} onRetry={() => form.current?.requestSubmit()} />
      )}
      <button type="submit" className="primary" aria-disabled={isSending}>
        {isSending ? text.form.saving : submitLabel}
      </button>
      <p className="small">{text.form.draft}</p>
    </form>
  );
}
