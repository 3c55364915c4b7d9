import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it } from 'vitest';
import { fakeDocker } from '../cli/fake-docker.js';
import { copyProject, TYPESCRIPT } from '../cli/project-copy.js';
import { leakyLog, plantSecrets, SHOWN } from './planted.js';

/** Other tests have the processors meanwhile. */
const PATIENT = { timeout: 250_000 };

it('a client that starts the program is answered, sees what is edited meanwhile, and nothing secret', {
  timeout: 280_000,
}, async () => {
  const copy = copyProject();
  const path = fakeDocker([{ name: 'opsconductor-redis-dev', mode: 'dev', service: 'redis' }]);
  writeFileSync(join(path.split(':')[0] ?? '', 'log'), leakyLog());
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['--import', TYPESCRIPT, '--', 'cli/index.ts', 'mcp'],
    cwd: copy,
    env: { ...plantSecrets(copy), PATH: path, HOME: join(copy, 'home'), XDG_CONFIG_HOME: join(copy, 'home') },
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport, PATIENT);
  const pid = transport.pid ?? 0;
  const ask = async (name: string, given = {}) => {
    const { content } = await client.callTool({ name, arguments: given }, undefined, PATIENT);
    return (content as readonly { text: string }[]).map(({ text }) => text).join('\n');
  };
  try {
    expect(client.getInstructions()).toContain('OpsConductor');
    const log = await ask('logs', { lines: 2000 });
    expect(log).toContain('and that is all');
    for (const secret of SHOWN) expect(log).not.toContain(secret);
    expect(await ask('graph')).toMatch(/^flowchart LR\n/);
    writeFileSync(join(copy, 'main.ts'), 'throw new Error("edited");\n');
    expect(await ask('graph')).toMatch(/main\.ts:1: Error: edited/);
  } finally {
    await client.close();
  }
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});
