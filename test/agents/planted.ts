import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { percentEncoded } from '../../lib/model/secret.js';
import { EXAMPLE } from '../cli/project-copy.js';

/** Secrets of a team, none of which an answer may have. */
export const PLANTED = {
  file: 'pl4nted:in/file+1',
  prod: 'pl4ntedInProd2',
  env: 'pl4nted-in-env-3',
  service: 'pl4nted-in-service-4',
  shell: 'pl4nted-in-shell-5',
  url: 'pl4nted-in-url-6',
  named: 'pl4nted-by-name-7',
} as const;

const FORMS: readonly ((value: string) => string)[] = [
  (value) => value,
  percentEncoded,
  (value) => JSON.stringify({ message: value }),
  (value) => Buffer.from(value).toString('base64'),
];

/** All of them as they stand in texts. */
export const SHOWN: readonly string[] = Object.values(PLANTED).flatMap((value) => [
  value,
  percentEncoded(value),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
]);

/** Puts them where a team has its secrets. @returns what the shell has */
export function plantSecrets(copy: string): Readonly<Record<string, string>> {
  const write = (path: string, text: string) => {
    const file = join(copy, EXAMPLE, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write('.opsconductor/secrets.dev.env', `POSTGRES_PASSWORD=${PLANTED.file}\n`);
  write('.opsconductor/secrets.prod.env', `POSTGRES_PASSWORD=${PLANTED.prod}\n`);
  write('.env', `LICENCE="${PLANTED.env}"\n`);
  write('ai-brain/.env.local', `export MODEL=${PLANTED.service}\n`);
  return { CLOUD_ACCESS_KEY: PLANTED.shell };
}

/** A log that has all of them in every form, as `docker logs` prints it. */
export function leakyLog(): string {
  const { url, named, ...known } = PLANTED;
  const texts = [
    ...Object.values(known).flatMap((value) => FORMS.map((form) => form(value))),
    `connecting to postgres://ops:${url}@postgres:5432/ops`,
    `env: {"DB_PASSWORD": "${named}", "PORT": "8000"}`,
    'and that is all',
  ];
  return texts.map((text, i) => `2030-01-01T00:00:0${i % 10}.${i + 100}000000Z ${text}\n`).join('');
}
