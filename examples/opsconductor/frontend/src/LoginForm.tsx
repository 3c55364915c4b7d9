import { type FormEvent, useEffect, useState } from 'react';
import { firstUser, login } from './api';
import type { SignIn } from './types';

export function LoginForm({ onSignIn }: { onSignIn: (signIn: SignIn) => void }) {
  const [first, setFirst] = useState(false);
  const [guarded, setGuarded] = useState(false);
  const [secret, setSecret] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    firstUser().then(
      (found) => {
        setFirst(found.first_user);
        setGuarded(found.first_user && found.setup_secret);
      },
      (error: Error) => setProblem(error.message),
    );
  }, []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      onSignIn(await login(username, password, secret));
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };

  return (
    <form className="card login" onSubmit={submit}>
      <h2>{first ? 'Create the administrator' : 'Sign in'}</h2>
      {first && <p>There is no account yet. The first user becomes administrator; choose a password of at least 8 characters.</p>}
      <label>
        User name
        <input name="username" autoComplete="username" autoFocus required value={username} onChange={(e) => setUsername(e.target.value)} />
      </label>
      <label>
        Password
        <input
          name="password"
          type="password"
          autoComplete={first ? 'new-password' : 'current-password'}
          minLength={first ? 8 : undefined}
          required
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
      </label>
      {guarded && (
        <label>
          Setup secret: SETUP_SECRET in the file of secrets
          <input name="setup-secret" type="password" autoComplete="off" required value={secret} onChange={(e) => setSecret(e.target.value)} />
        </label>
      )}
      <button disabled={busy}>{first ? 'Create and sign in' : 'Sign in'}</button>
      {problem && <p role="alert" className="problem">{problem}</p>}
    </form>
  );
}
