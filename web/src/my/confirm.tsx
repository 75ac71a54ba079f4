import { type ReactNode, useId, useRef } from 'react';
import { useText } from '../i18n/language.tsx';
import { Failure } from '../states.tsx';

type Props = {
  label: string;
  title: string;
  explanation: string;
  confirmLabel?: string;
  isBusy: boolean;
  failure: unknown;
  /** May reject: the dialog then stays open and shows `failure`. */
  onConfirm: () => Promise<void>;
  children?: ReactNode;
};

/** A button that asks first. The dialog is the browser's own: it keeps the focus and closes by Escape. */
export function Confirm(props: Props) {
  const { label, title, explanation, confirmLabel = label, isBusy, failure, onConfirm } = props;
  const { cancel } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const confirm = () => {
    if (isBusy) return;
    onConfirm().then(
      () => dialog.current?.close(),
      () => undefined,
    );
  };
  return (
    <>
      <button type="button" className="danger" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`}>
        <h2 id={`${id}-title`}>{title}</h2>
        <p id={`${id}-text`}>{explanation}</p>
        {props.children}
        {failure !== null && failure !== undefined && <Failure error={failure} onRetry={confirm} />}
        <div className="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            {cancel}
          </button>
          <button type="button" className="danger" aria-disabled={isBusy} onClick={confirm}>
            {confirmLabel}
          </button>
        </div>
      </dialog>
    </>
  );
}
