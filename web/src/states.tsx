import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { explain, findReference } from './failure.ts';
import { useHead } from './head.ts';
import { useText } from './i18n/language.tsx';

/** As large as what it stands for, so that nothing moves when that arrives. */
export function Loading() {
  const { loading } = useText();
  return (
    <div className="page loading" aria-busy="true">
      <p role="status" className="visually-hidden">
        {loading}
      </p>
      <div className="skeleton heading" />
      <div className="cards">
        {['a', 'b', 'c'].map((key) => (
          <div key={key} className="skeleton card" />
        ))}
      </div>
    </div>
  );
}

export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const text = useText();
  const reference = findReference(error);
  return (
    <div className="notice failure" role="alert">
      <h2>{text.failure.title}</h2>
      <p>{explain(error, text)}</p>
      {reference && <p className="small">{text.failure.reference(reference)}</p>}
      <button type="button" onClick={onRetry}>
        {text.retry}
      </button>
    </div>
  );
}

export function RouteFailure({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { appName } = useText();
  return (
    <div className="page">
      <h1 tabIndex={-1} className="visually-hidden">
        {appName}
      </h1>
      <Failure error={error} onRetry={() => void router.invalidate()} />
    </div>
  );
}

export function NotFound() {
  const { notFound } = useText();
  useHead({ title: notFound.title });
  return (
    <div className="page narrow">
      <h1 tabIndex={-1}>{notFound.title}</h1>
      <p>{notFound.text}</p>
      <Link to="/cities" className="button">
        {notFound.home}
      </Link>
    </div>
  );
}

export function Empty({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children?: ReactNode;
}) {
  return (
    <div className="notice empty">
      <div className="lantern" />
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  );
}
