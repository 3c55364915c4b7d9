import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshFile, nodeGet, pythonGet } from '../../lib/construct/health.js';
import { containerPort } from '../../lib/model/port.js';
import type { HealthCheck } from '../../lib/model/service-spec.js';

/** As the engine runs it. */
async function isWell({ test: [kind, ...words] }: HealthCheck): Promise<boolean> {
  const [program = '', ...args] = kind === 'CMD-SHELL' ? ['sh', '-c', ...words] : words;
  // as Debian calls what is `python` in an image
  const here = program === 'python' ? 'python3' : program;
  return !(await execa(here, args, { reject: false })).failed;
}

describe.each([
  ['Node', nodeGet],
  ['Python', pythonGet],
])('a health check by %s', (_, get) => {
  let server: Server;
  const port = () => containerPort((server.address() as AddressInfo).port);

  beforeAll(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === '/health' ? 200 : 503;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  it('passes by an answer of 200 alone', async () => {
    expect(await isWell(get('/health')(port()))).toBe(true);
    expect(await isWell(get('/other')(port()))).toBe(false);
  });

  it('fails where nobody listens', async () => {
    expect(await isWell(get('/health')(containerPort(1)))).toBe(false);
  });
});

describe('a health check by a file that a worker touches', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'twomode-health-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('passes while it is young, and fails when it is old or not there', async () => {
    const path = join(directory, 'alive') as `/${string}`;
    expect(await isWell(freshFile(path, 10))).toBe(false);
    writeFileSync(path, '');
    expect(await isWell(freshFile(path, 10))).toBe(true);
    const before = Date.now() / 1000 - 60;
    utimesSync(path, before, before);
    expect(await isWell(freshFile(path, 10))).toBe(false);
    expect(await isWell(freshFile(path, 90))).toBe(true);
  });
});
