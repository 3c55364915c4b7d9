// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Environment, text } from '../../lib/model/environment.js';
import { needsShell, stackProgram } from '../../lib/swarm/write/program.js';
import { interpolate } from '../compose/file.js';
import { serviceSpec } from '../spec.js';

const PASSWORD = { secret: 'DB_PASSWORD' };
const service = (environment: Environment, more: object = {}) =>
  serviceSpec('prod', { environment, ...more });

/** What a service's program gets as its environment and its arguments, where the secrets have these values. */
function started(
  spec: ReturnType<typeof service>,
  secrets: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>> = {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  try {
    for (const [name, value] of Object.entries(secrets)) writeFileSync(join(directory, name), value);
    const {
      entrypoint = [],
      command = [],
      environment,
    } = stackProgram(spec, {
      command: [
        process.execPath,
        '-e',
        'console.log(JSON.stringify([process.argv.slice(1), process.env]))',
        'a b',
      ],
    });
    const [program = '', ...args] = [...entrypoint, ...command].map((word) =>
      interpolate(word, {}).replaceAll('/run/secrets/', `${directory}/`),
    );
    const env = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, interpolate(value, set)]),
    );
    const { stdout } = execaSync(program, args, {
      env: { PATH: process.env.PATH, ...env },
      extendEnv: false,
    });
    const [argv, variables] = JSON.parse(stdout) as [string[], Record<string, string>];
    return { argv, variables };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('a variable with a secret', () => {
  const environment = {
    DB_HOST: text`db`,
    DB_PASSWORD: [PASSWORD],
    DATABASE_URL: text`postgresql://shop:${PASSWORD}@db:5432/shop`,
  };

  it('is in no attribute that whoever inspects the service reads', () => {
    const { environment: shown, secrets, command } = stackProgram(service(environment), { command: ['run'] });
    expect(shown).toEqual({ DB_HOST: 'db' });
    expect(secrets).toEqual(['DB_PASSWORD']);
    expect(command).toEqual([
      '/bin/sh',
      '-c',
      'export DB_PASSWORD="$$(cat /run/secrets/DB_PASSWORD)" DATABASE_URL="postgresql://shop:$$(cat /run/secrets/DB_PASSWORD)@db:5432/shop"; exec "$$@"',
      'sh',
      'run',
    ]);
  });

  it('is there when the program starts, with the arguments that it has', () => {
    const { argv, variables } = started(service(environment), { DB_PASSWORD: 'a$b`c"d\\e\' f' });
    expect(argv).toEqual(['a b']);
    expect(variables).toMatchObject({
      DB_HOST: 'db',
      DB_PASSWORD: 'a$b`c"d\\e\' f',
      DATABASE_URL: 'postgresql://shop:a$b`c"d\\e\' f@db:5432/shop',
    });
  });

  it('has the encoded value in a URL, where its secret has a form', () => {
    const spec = service(environment, { secretForms: { DB_PASSWORD: 'any text' } });
    expect(stackProgram(spec).secrets).toEqual(['DB_PASSWORD', 'DB_PASSWORD_IN_URL']);
    const { variables } = started(spec, { DB_PASSWORD: 'a/b', DB_PASSWORD_IN_URL: 'a%2Fb' });
    expect(variables.DB_PASSWORD).toBe('a/b');
    expect(variables.DATABASE_URL).toBe('postgresql://shop:a%2Fb@db:5432/shop');
  });

  it('takes what is set at the deploy as it is: no shell reads it', () => {
    const spec = service({ URL: [{ variable: 'HOST', fallback: '`id`' }, '/', PASSWORD] });
    expect(stackProgram(spec).environment).toEqual({ FROM_HOST: '${HOST:-`id`}' });
    expect(started(spec, { DB_PASSWORD: 'p' }).variables.URL).toBe('`id`/p');
    expect(started(spec, { DB_PASSWORD: 'p' }, { HOST: '"; rm -r x; "`id`' }).variables.URL).toBe(
      '"; rm -r x; "`id`/p',
    );
  });

  it('is what it is anywhere, whatever text stands around the secret', () => {
    const unit = fc.constantFrom(...'$"\'\\`\n {}()a!'.split(''));
    const texts = fc.sample(fc.tuple(fc.string({ unit }), fc.string({ unit }), fc.string({ unit })), 200);
    // a file's last line ends are no part of a secret
    const values = texts.map(
      ([before, secret, after]) => [before, secret.replace(/\n+$/, ''), after] as const,
    );
    const environment = values.map(
      ([before, _, after], i) => [`V${i}`, [before, { secret: `S${i}` }, after]] as const,
    );
    const { variables } = started(
      service(Object.fromEntries(environment)),
      Object.fromEntries(values.map(([_, secret], i) => [`S${i}`, secret])),
    );
    for (const [i, parts] of values.entries()) expect(variables[`V${i}`]).toBe(parts.join(''));
  });
});

describe('what runs', () => {
  const secret = { A: [PASSWORD] };

  it('is the image’s own where no variable has a secret', () => {
    expect(needsShell(service({ A: text`1` }))).toBe(false);
    expect(stackProgram(service({ A: text`$1` }), { entrypoint: ['x'], command: ['y'] })).toEqual({
      environment: { A: '$$1' },
      secrets: [],
      isKnown: true,
      odd: [],
    });
    expect(stackProgram(service({}, { command: ['a', '$b'] })).command).toEqual(['a', '$$b']);
  });

  it('is the service’s command rather than the image’s', () => {
    const { command } = stackProgram(service(secret, { command: ['mine'] }), { command: ['its'] });
    expect(command?.slice(3)).toEqual(['sh', 'mine']);
  });

  it('is the image’s entrypoint, with what it is given', () => {
    const own = stackProgram(service(secret), { entrypoint: ['/start', '$x'], command: ['serve'] });
    expect(own.entrypoint?.slice(3)).toEqual(['sh', '/start', '$$x']);
    expect(own.command).toEqual(['serve']);
    expect(stackProgram(service(secret), { entrypoint: ['/start'] })).not.toHaveProperty('command');
    const { entrypoint } = stackProgram(service(secret, { compose: { entrypoint: ['/other'] } }), {});
    expect(entrypoint?.slice(3)).toEqual(['sh', '/other']);
  });

  it('has to be known, and so have names that a shell takes', () => {
    expect(stackProgram(service(secret)).isKnown).toBe(false);
    expect(stackProgram(service(secret), { entrypoint: ['x'] }).isKnown).toBe(true);
    expect(stackProgram(service({ 'a.b': [PASSWORD], ok_1: [PASSWORD] })).odd).toEqual(['a.b']);
  });
});
