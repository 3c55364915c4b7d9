import { expect } from 'vitest';
import { docker } from './engine.js';
import type { Output } from './harness.js';

/** Whatever can run a program as a system's user does, from its directory. */
interface Runs {
  run(program: string, args: readonly string[]): Promise<Output>;
}

/** A coding agent's client, by the official SDK: prints what the tools that are named answer, as JSON. */
const CLIENT = `
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
const PATIENT = { timeout: 240_000 };
const [command, ...calls] = process.argv.slice(1);
const client = new Client({ name: 'test', version: '1' });
await client.connect(new StdioClientTransport({ command, args: ['mcp'], env: process.env, cwd: process.cwd() }), PATIENT);
const { tools } = await client.listTools();
const answers = {};
for (const call of calls) {
  const [name, given = '{}'] = call.split(' ');
  const { content } = await client.callTool({ name, arguments: JSON.parse(given) }, undefined, PATIENT);
  answers[name] = content.map(({ text }) => text).join('\\n');
}
await client.close();
console.log(JSON.stringify({ tools: tools.map(({ name }) => name), answers }));
`;

/**
 * What a coding agent sees of a system that runs, by the system's own executable: what runs, how it is proven, and a log without
 * the secret that it has.
 */
export async function expectAgents(
  system: Runs,
  program: string,
  { service, container, secret }: { service: string; container: string; secret: string },
): Promise<void> {
  await docker('exec', container, 'sh', '-c', `echo 'leaked: ${secret}, once' > /proc/1/fd/1`);
  const calls = ['status', 'verify', `logs {"services":["${service}"],"lines":2000}`, 'diff {"modes":true}'];
  const { exitCode, stdout, stderr } = await system.run(process.execPath, [
    ...['--input-type=module', '--eval', CLIENT, program, ...calls],
  ]);
  expect(exitCode, stderr).toBe(0);
  const { tools, answers } = JSON.parse(stdout) as { tools: string[]; answers: Record<string, string> };
  expect(tools).toEqual(['validate', 'status', 'verify', 'logs', 'diff', 'graph']);
  const { services } = JSON.parse(answers.status ?? '').modes[0];
  expect(services).toContainEqual(expect.objectContaining({ service, state: 'running' }));
  expect(JSON.parse(answers.verify ?? '')).toHaveProperty('proven');
  expect(JSON.parse(answers.diff ?? '')).toHaveProperty('services');
  expect(answers.logs).toMatch(new RegExp(`^\\S+ ${service} \\| leaked: \\*\\*\\*, once$`, 'm'));
  expect(stdout).not.toContain(secret);
}
