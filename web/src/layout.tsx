import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isLanguage, languages, useLanguage } from './i18n/language.tsx';
import { useOnline } from './online.ts';

export function Layout() {
  const { text } = useLanguage();
  useFocusOnNavigation();
  useFreshData();
  return (
    <>
      <a className="skip" href="#content">
        {text.skip}
      </a>
      <header className="site">
        <div className="bar">
          <Link to="/" className="logo">
            <img src="/favicon.svg" alt="" width="32" height="32" />
            <span>{text.appName}</span>
          </Link>
          <nav aria-label={text.nav.label}>
            <Link to="/cities">{text.nav.markets}</Link>
            <Link to="/my">{text.nav.mine}</Link>
          </nav>
          <LanguageChoice />
        </div>
        <div className="awning" />
      </header>
      <Offline />
      <main id="content">
        <Outlet />
      </main>
      <footer className="site">
        <p>{text.footer}</p>
      </footer>
    </>
  );
}

function LanguageChoice() {
  const { text, language, choose } = useLanguage();
  return (
    <label className="language">
      <span className="visually-hidden">{text.language}</span>
      <select
        value={language}
        onChange={({ target }) => isLanguage(target.value) && choose(target.value)}
      >
        {Object.entries(languages).map(([key, name]) => (
          <option key={key} value={key} lang={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A live region must be in the page before its text is. */
function Offline() {
  const { text } = useLanguage();
  const online = useOnline();
  return (
    <div role="status" className="offline">
      {online ? null : <p>{text.offline}</p>}
    </div>
  );
}

/** A new page is announced by its heading, as a browser announces the title of a new document. */
function useFocusOnNavigation(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation !== undefined && pathChanged) document.querySelector('h1')?.focus();
      }),
    [router],
  );
}

/** What was read before a visitor left the tab, or lost the connection, is read again. */
function useFreshData(): void {
  const router = useRouter();
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible' && navigator.onLine) void router.invalidate();
    };
    document.addEventListener('visibilitychange', refresh);
    window.addEventListener('online', refresh);
    return () => {
      document.removeEventListener('visibilitychange', refresh);
      window.removeEventListener('online', refresh);
    };
  }, [router]);
}
