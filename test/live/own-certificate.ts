/** A certificate of one's own at the gateway: from an authority that is made here, shown by Caddy as the construct starts it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { execa } from 'execa';
import { expect } from 'vitest';
import { DockerService } from '../../lib/construct/docker-service.js';
import { Gateway } from '../../lib/construct/gateway.js';
import { nodeGet } from '../../lib/construct/health.js';
import { ALL } from '../../lib/construct/left-out.js';
import { type Construct, Stack } from '../../lib/construct/stack.js';
import { describeSystems } from '../../lib/construct/systems.js';
import { renderValue } from '../../lib/model/environment.js';
import type { Mode } from '../../lib/model/mode.js';
import { named } from '../conventions.js';
import { docker } from './engine.js';

const HOST = 'ops.example.test';
const CERTIFICATE = { secret: 'CERTIFICATE', form: 'from the team' } as const;

class Door<M extends Mode> extends Stack<M> {
  constructor(scope: Construct, context: ConstructorParameters<typeof Stack<M>>[1]) {
    super(scope, context);
    // dev has no gateway, and has to have something
    new DockerService(this, 'api', {
      ...{ mode: this.mode, image: 'api:1', memory: 64, healthCheck: nodeGet('/health') },
      port: { container: 4000, host: 4000 },
    });
    new Gateway(this, 'gateway', { mode: this.mode, certificate: CERTIFICATE });
  }
}

/** Has the gateway show it, and somebody who trusts that authority alone look at it. @param image the gateway's @param directory an own one */
export async function expectOwnCertificate(image: string, directory: string): Promise<void> {
  const at = (name: string) => join(directory, name);
  const openssl = (...words: readonly string[]) => execa('openssl', words, { cwd: directory });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Our authority');
  await openssl('req', ...key, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', `/CN=${HOST}`);
  await execa('sh', ['-c', `printf 'subjectAltName=DNS:${HOST}' > names`], { cwd: directory });
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
  await openssl('x509', '-req', '-in', 'request.pem', ...signing, '-days', '1', '-out', 'certificate.pem');
  // as docs/gateway.md has it made
  const { stdout: value } = await execa('sh', ['-c', 'cat certificate.pem ca.pem key.pem | base64 -w0'], {
    cwd: directory,
  });

  const { prod } = describeSystems(
    { stacks: { dev: Door, prod: Door } },
    {
      ...{ ...named('shop'), images: {}, portOffset: 0, developer: '1:1', host: HOST },
      sources: { context: () => ({ digest: '', stages: [] }) },
    },
    ALL,
  );
  const gateway = prod.services.find(({ name }) => name === 'gateway');
  const environment = Object.entries(gateway?.environment ?? {}).flatMap(([name, parts]) => {
    const text = renderValue(parts, {
      ...{ literal: (each) => each, secret: () => value, variable: ({ fallback }) => fallback },
    });
    return ['--env', `${name}=${text}`];
  });
  const [program = '', ...words] = gateway?.command ?? [];
  const run = ['run', '--detach', '--rm', '--publish', '127.0.0.1::443', ...environment];
  const caddy = (await docker(...run, '--entrypoint', program, image, ...words)).trim();
  try {
    const [, port = ''] = /:(\d+)$/m.exec((await docker('port', caddy, '443')).trim()) ?? [];
    const shown = () => look(Number(port), readFileSync(at('ca.pem'), 'utf8')).catch(String);
    await expect.poll(shown, { timeout: 20_000 }).toBe(`${HOST} by Our authority, trusted`);
  } finally {
    await docker('kill', caddy);
  }
}

function look(port: number, ca: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, servername: HOST, ca });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const { subject, issuer } = socket.getPeerCertificate();
      resolve(`${subject.CN} by ${issuer.CN}, ${socket.authorized ? 'trusted' : 'not trusted'}`);
      socket.destroy();
    });
  });
}
