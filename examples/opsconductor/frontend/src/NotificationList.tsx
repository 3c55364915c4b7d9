import { useEffect, useState } from 'react';
import catalogue from '@shared/levels.json';
import { ApiError, notifications } from './api';
import type { Notification } from './types';

const REFRESH_MS = 2000;
const LEVELS: Record<string, { label: string; colour: string }> = catalogue.levels;

interface Props {
  token: string;
  onSignedOut: () => void;
}

/** The newest notifications, fetched again every two seconds. */
export function NotificationList({ token, onSignedOut }: Props) {
  const [list, setList] = useState<Notification[] | null>(null);
  const [problem, setProblem] = useState('');

  useEffect(() => {
    let timer = 0;
    let stopped = false;
    const refresh = async () => {
      try {
        const newest = await notifications(token);
        if (stopped) return;
        setList(newest);
        setProblem('');
      } catch (error) {
        if (stopped) return;
        if (error instanceof ApiError && error.status === 401) return onSignedOut();
        setProblem((error as Error).message);
      }
      timer = window.setTimeout(refresh, REFRESH_MS);
    };
    void refresh();
    return () => {
      stopped = true;
      window.clearTimeout(timer);
    };
  }, [token, onSignedOut]);

  return (
    <section className="card">
      <h2>Notifications</h2>
      {problem && <p role="alert" className="problem">{problem}</p>}
      {list?.length === 0 && <p className="muted">None yet.</p>}
      <ul className="notifications">
        {list?.map((item) => (
          <li key={item.id} style={{ borderColor: LEVELS[item.level]?.colour }}>
            <div>
              <b>{item.title}</b>
              <small style={{ color: LEVELS[item.level]?.colour }}>{LEVELS[item.level]?.label ?? item.level}</small>
            </div>
            <p>{item.body}</p>
            <small className="muted">
              {item.source}, {new Date(item.created_at).toLocaleTimeString()}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
