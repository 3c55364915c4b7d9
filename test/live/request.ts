import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { docker } from './engine.js';
import type { Mode, TestSystem } from './harness.js';
import { PYTHON } from './reference.js';

type PythonService = keyof typeof PYTHON;

export const CREDENTIALS = { username: 'anna', password: 'correct horse battery' } as const;

export interface Answer {
  readonly text: string;
  readonly ok: boolean;
  readonly steps: readonly { readonly service: string; readonly ok: boolean }[];
  readonly run: { readonly id: number } | null;
  readonly measurement: object | null;
}

/** A request by the service's host port, as a browser or curl on the host makes it. @throws Error for any but 2xx */
export async function call<T>(
  system: TestSystem,
  service: PythonService,
  path: string,
  { token, body }: { token?: string; body?: object } = {},
): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${system.port(PYTHON[service].host)}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service}${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** Signs in; the first user of prod with the setup secret. */
export async function signIn(system: TestSystem): Promise<{ token: string; first_user: boolean }> {
  const body = {
    ...CREDENTIALS,
    setup_secret: setupSecret(join(system.root, '.opsconductor/secrets.prod.env')),
  };
  return call(system, 'identity-service', '/login', { body });
}

/** What the first user of prod has to know; empty where the file does not have it. */
export function setupSecret(file: string): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^SETUP_SECRET=(.*)$/m.exec(text)?.[1] ?? '';
}

export function ask(system: TestSystem, token: string, text: string): Promise<Answer> {
  return call(system, 'ai-brain', '/ask', { token, body: { text } });
}

/** `id|asset|action|status` of every recorded run, as PostgreSQL itself has them. */
export async function recordedRuns(system: TestSystem, mode: Mode): Promise<string> {
  const query = 'SELECT id, asset, action, status FROM runs ORDER BY id';
  const psql = ['psql', '-U', 'opsconductor', '-d', 'opsconductor', '-tA', '-c', query];
  return docker('exec', system.container('postgres', mode), ...psql);
}

/** Signs in, asks for a run, and finds its traces in every service on the way; returns the token. */
export async function followRequest(system: TestSystem, mode: Mode): Promise<string> {
  const before = await recordedRuns(system, mode);
  const { token } = await signIn(system);
  const answer = await ask(system, token, 'run uptime on localhost');
  expect(answer).toMatchObject({ ok: true, run: { id: expect.any(Number) } });
  expect(new Set(answer.steps.map((step) => step.service))).toEqual(
    new Set(['ai-brain', 'automation-service', 'asset-service', 'communication-service']),
  );
  const row = `${answer.run?.id}|localhost|uptime|succeeded`;
  expect((await recordedRuns(system, mode)).split('\n').at(-1)).toBe(row);
  expect(before.split('\n')).not.toContain(row);
  const { notifications } = await call<{ notifications: object[] }>(
    system,
    'communication-service',
    '/notifications',
    { token },
  );
  expect(notifications[0]).toMatchObject({ source: 'automation-service', username: CREDENTIALS.username });
  return token;
}
