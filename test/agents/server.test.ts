import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Mask } from '../../lib/agents/mask.js';
import { secretValues } from '../../lib/agents/secret-values.js';
import { agentServer } from '../../lib/agents/server.js';
import { call } from '../cli/call.js';
import { type FakeContainer, fakeDocker } from '../cli/fake-docker.js';
import { copyProject, EXAMPLE } from '../cli/project-copy.js';
import { CONVENTIONS } from '../conventions.js';
import { leakyLog, PLANTED, plantSecrets, SHOWN } from './planted.js';

const RUNS: readonly FakeContainer[] = ['redis', 'postgres'].map((service) => ({
  ...{ name: `opsconductor-${service}-dev`, mode: 'dev', service },
}));
const READS = ['validate', 'status', 'verify', 'logs', 'diff', 'graph'];

interface Given {
  readonly content: readonly { readonly text: string }[];
  readonly isError?: boolean;
}

describe('the tools of coding agents', () => {
  let copy: string;
  const clients: Client[] = [];
  const called: (readonly string[])[] = [];
  afterAll(() => Promise.all(clients.map((client) => client.close())));

  async function client(allowRestart: boolean): Promise<Client> {
    const mask = new Mask();
    mask.learn(secretValues(join(copy, EXAMPLE), CONVENTIONS, plantSecrets(copy)));
    const server = agentServer({
      ...{ name: 'opsconductor', title: 'OpsConductor', allowRestart },
      run: (words) => {
        called.push(words);
        const path = fakeDocker(RUNS);
        writeFileSync(join(path.split(':')[0] ?? '', 'log'), leakyLog());
        return call(copy, words, { DOCKER_HOST: '', PATH: path });
      },
      mask: (text) => mask.text(text),
    });
    const made = new Client({ name: 'test', version: '1' });
    const [one, other] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(one), made.connect(other)]);
    clients.push(made);
    return made;
  }

  let reader: Client;
  beforeAll(async () => {
    copy = copyProject();
    reader = await client(false);
  });

  const ask = async (from: Client, name: string, given: object = {}): Promise<Given> =>
    (await from.callTool({ name, arguments: { ...given } })) as unknown as Given;
  const textOf = ({ content }: Given) => content.map(({ text }) => text).join('\n');

  it('change nothing, and say so, unless that is allowed', async () => {
    const { tools } = await reader.listTools();
    expect(tools.map(({ name }) => name)).toEqual(READS);
    expect(tools.filter(({ annotations }) => !annotations?.readOnlyHint)).toEqual([]);
    const more = (await (await client(true)).listTools()).tools;
    const changing = more.filter(({ annotations }) => annotations?.readOnlyHint === false);
    expect(changing.map(({ name }) => name)).toEqual(['restart', 'rebuild']);
    const refused = await ask(reader, 'restart', { services: ['redis'] }).catch(
      (error: Error) => error.message,
    );
    expect(typeof refused === 'string' ? refused : textOf(refused)).toMatch(/restart not found/i);
    expect(called.filter(([word]) => word === 'restart')).toEqual([]);
  });

  it.each<[tool: string, given: object, has: object]>([
    ['validate', { level: 'error', rule: ['source-exists'] }, { counts: { error: 0 } }],
    ['status', {}, { right: false, modes: [{ mode: 'dev' }] }],
    ['verify', { mode: 'prod' }, { proven: false, modes: [] }],
    ['diff', { modes: true }, { stakes: expect.any(Array) }],
  ])('give what the command gives: %s %j', async (name, given, has) => {
    const answer = await ask(reader, name, given);
    expect(answer.isError).toBeUndefined();
    expect(JSON.parse(answer.content[0]?.text ?? '')).toMatchObject(has);
  });

  it('give what the command says where it shows nothing, as an error', async () => {
    const answer = await ask(reader, 'logs', { services: ['nobody'] });
    expect(answer).toMatchObject({ isError: true });
    expect(textOf(answer)).toMatch(/^error: there is no service "nobody"\. Fix: name one of /);
  });

  it('draw the system', async () => {
    expect(textOf(await ask(reader, 'graph', { mode: 'prod' }))).toMatch(/^flowchart LR\n/);
  });

  it('restart a service that is named, and none where none is', async () => {
    const changer = await client(true);
    expect(textOf(await ask(changer, 'restart', { services: ['redis'] }))).toMatch(
      /^redis restarted, healthy in /,
    );
    const none = await ask(changer, 'restart', { services: [] }).catch((error: Error) => error.message);
    expect(typeof none === 'string' ? none : textOf(none)).toMatch(/invalid/i);
  });

  it.each<[tool: string, given: object]>([
    ['logs', { services: ['--follow'] }],
    ['logs', { since: '--follow' }],
    ['diff', { base: '--output=x' }],
    ['validate', { rule: ['--sarif'] }],
    ['status', { mode: '--json' }],
  ])('take no option of a command in the place of a word: %s %j', async (name, given) => {
    const before = called.length;
    const answer = await ask(reader, name, given).catch((error: Error) => error.message);
    expect(typeof answer === 'string' ? answer : answer.isError).toBeTruthy();
    expect(called).toHaveLength(before);
  });

  it('show nothing secret: of files, of the shell, of a connection, in no form', async () => {
    const log = textOf(await ask(reader, 'logs', { lines: 2000 }));
    expect(log).toContain('connecting to postgres://ops:***@postgres:5432/ops');
    expect(log).toContain('and that is all');
    expect(log).toMatch(/^2030-01-01T00:00:\S+ redis \| \*\*\*$/m);
    for (const secret of SHOWN) expect(log).not.toContain(secret);
    const few = textOf(await ask(reader, 'logs', { services: ['redis'], lines: 1 }));
    expect(few).toMatch(/^\(\d+ earlier lines are left out: .*\)\n\S+ redis \| and that is all$/);
  });

  it('show nothing secret of an error either', async () => {
    const made = new Client({ name: 'test', version: '1' });
    const mask = new Mask();
    mask.learn([PLANTED.file]);
    const server = agentServer({
      ...{ name: 'x', title: 'X', allowRestart: false },
      run: async () => ({
        code: 1,
        stdout: '',
        stderr: `error: ${PLANTED.file} at s3://me:${PLANTED.url}@host`,
      }),
      mask: (text) => mask.text(text),
    });
    const [one, other] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(one), made.connect(other)]);
    clients.push(made);
    const answer = await ask(made, 'status');
    expect(answer).toMatchObject({ isError: true });
    expect(textOf(answer)).toBe('error: *** at s3://me:***@host');
  });
});
