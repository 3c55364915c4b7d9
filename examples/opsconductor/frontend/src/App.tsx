import { useCallback, useState } from 'react';
import shared from '@shared/levels.json';
import { logout } from './api';
import { AskPanel } from './AskPanel';
import { LoginForm } from './LoginForm';
import { NotificationList } from './NotificationList';
import type { SignIn } from './types';
import { VERSION } from './version';

const KEY = 'opsconductor-session';

/** The session lives as long as the browser's tab. */
function stored(): SignIn | null {
  const text = sessionStorage.getItem(KEY);
  return text ? (JSON.parse(text) as SignIn) : null;
}

export function App() {
  const [session, setSession] = useState(stored);

  const start = (signIn: SignIn) => {
    sessionStorage.setItem(KEY, JSON.stringify(signIn));
    setSession(signIn);
  };
  const end = useCallback(() => {
    sessionStorage.removeItem(KEY);
    setSession(null);
  }, []);
  const signOut = () => {
    if (session) logout(session.token).catch(() => undefined); // the token ends by itself
    end();
  };

  return (
    <div className="page">
      <header>
        <img src="/favicon.svg" alt="" width="32" height="32" />
        <h1>OpsConductor</h1>
        {session && (
          <div className="who">
            <span>
              {session.user.username} <small>{session.user.roles.join(', ')}</small>
            </span>
            <button className="quiet" onClick={signOut}>
              Sign out
            </button>
          </div>
        )}
      </header>
      {session ? (
        <main className="columns">
          <AskPanel token={session.token} greeting={session.message} onSignedOut={end} />
          <NotificationList token={session.token} onSignedOut={end} />
        </main>
      ) : (
        <main>
          <LoginForm onSignIn={start} />
        </main>
      )}
      <footer>
        OpsConductor frontend, version {VERSION}, shared {shared.revision}
      </footer>
    </div>
  );
}
