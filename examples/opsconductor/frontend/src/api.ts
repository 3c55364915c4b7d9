import type { Answer, Notification, SignIn } from './types';

declare global {
  interface Window {
    /** What /config.js says: in prod the container's environment, in dev nothing. */
    OPSCONDUCTOR?: { REACT_APP_API_URL?: string; REACT_APP_IDENTITY_URL?: string };
  }
}

const API = window.OPSCONDUCTOR?.REACT_APP_API_URL ?? import.meta.env.REACT_APP_API_URL;
const IDENTITY = window.OPSCONDUCTOR?.REACT_APP_IDENTITY_URL ?? import.meta.env.REACT_APP_IDENTITY_URL;

/** An error that a service answered, or status 0 for none that answered. The message is meant for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function call<T>(url: string, token: string | null, body?: object): Promise<T> {
  const headers: Record<string, string> = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(url, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
  } catch {
    throw new ApiError(0, `${new URL(url).host} does not answer`);
  }
  const json = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, json.detail ?? `HTTP ${response.status}`);
  return json as T;
}

/** Whether there is no account yet, so that signing in creates the administrator, and whether that needs the setup secret. */
export const firstUser = () => call<{ first_user: boolean; setup_secret: boolean }>(`${IDENTITY}/first-user`, null);

export const login = (username: string, password: string, setup_secret: string) =>
  call<SignIn>(`${IDENTITY}/login`, null, { username, password, setup_secret });

export const logout = (token: string) => call<object>(`${IDENTITY}/logout`, token, {});

export const ask = (token: string, text: string) => call<Answer>(`${API}/ask`, token, { text });

/** The newest notifications, newest first. */
export const notifications = async (token: string) =>
  (await call<{ notifications: Notification[] }>(`${API}/notifications?limit=12`, token)).notifications;
