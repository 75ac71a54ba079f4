import { isSignInError } from '@christmas-markets/sdk';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate, useRouteContext } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useHead } from '../head.ts';
import { useText } from '../i18n/language.tsx';
import { Failure, Loading } from '../states.tsx';
import { forgetDrafts } from './draft.ts';
import { endedKey, openSession, SessionContext, userKey, useSession } from './session.tsx';

/** Everything below `/my`: it needs a sign-in. */
export function MyArea() {
  const { config } = useRouteContext({ from: '__root__' });
  const session = openSession(config);
  return (
    <QueryClientProvider client={session.queryClient}>
      <SessionContext value={session}>
        <Gate />
      </SessionContext>
    </QueryClientProvider>
  );
}

function Gate() {
  const { auth } = useSession();
  const text = useText();
  const user = useQuery({ queryKey: userKey, queryFn: () => auth.user(), networkMode: 'always' });
  if (user.isPending) return <Loading />;
  if (user.data === null || user.data === undefined) return <SignIn />;
  return (
    <>
      <div className="account">
        <p>{text.session.signedInAs(user.data.email ?? user.data.userId)}</p>
        <Link to="/my/data">{text.mine.data}</Link>
        <button
          type="button"
          className="quiet"
          onClick={() => {
            forgetDrafts();
            void auth.signOut();
          }}
        >
          {text.session.signOut}
        </button>
      </div>
      <Outlet />
    </>
  );
}

function SignIn() {
  const { auth } = useSession();
  const { session: text } = useText();
  const { href } = useLocation();
  const ended = useQuery({ queryKey: endedKey, queryFn: () => false, staleTime: Infinity });
  const [failure, setFailure] = useState<unknown>();
  const title = ended.data ? text.ended : text.title;
  useHead({ title });
  const signIn = () => {
    setFailure(undefined);
    auth.signIn({ returnTo: href }).catch(setFailure);
  };
  return (
    <div className="page narrow sign-in">
      <div className="lantern" />
      <h1 tabIndex={-1}>{title}</h1>
      <p role="status">{ended.data ? text.endedText : text.intro}</p>
      {failure !== undefined && <Failure error={failure} onRetry={signIn} />}
      <button type="button" className="primary" onClick={signIn}>
        {text.signIn}
      </button>
    </div>
  );
}

/** Where the sign-in pages return to. */
export function Callback() {
  const { config } = useRouteContext({ from: '__root__' });
  const { auth, queryClient } = openSession(config);
  const { session: text } = useText();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>();
  useHead({ title: text.title });
  useEffect(() => {
    auth.handleRedirect().then((signedIn) => {
      queryClient.clear();
      void navigate({ href: signedIn?.returnTo ?? '/my', replace: true });
    }, setFailure);
  }, [auth, queryClient, navigate]);
  if (failure === undefined) {
    return (
      <p className="page" role="status">
        {text.finishing}
      </p>
    );
  }
  return (
    <div className="page narrow">
      <h1 tabIndex={-1}>{text.failed}</h1>
      {isSignInError(failure) && <p role="alert">{failure.message}</p>}
      <Link to="/my" className="button">
        {text.signIn}
      </Link>
    </div>
  );
}
