/** Prod through its front door: what a browser, or anybody on another machine, gets there. */

import { createHash } from 'node:crypto';
import { type IncomingHttpHeaders, request as plainly } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { docker, lines } from './engine.js';
import type { Mode, TestSystem } from './harness.js';

interface DoorAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A system's gateway, trusted by its own authority alone. */
export class FrontDoor {
  private constructor(
    readonly system: TestSystem,
    private readonly ca: string,
  ) {}

  /** @param mode @default prod */
  static async of(system: TestSystem, mode: Mode = 'prod'): Promise<FrontDoor> {
    const root = '/var/tmp/caddy/pki/authorities/local/root.crt';
    return new FrontDoor(system, await docker('exec', system.container('gateway', mode), 'cat', root));
  }

  get url(): string {
    return `https://localhost:${this.system.port(443)}`;
  }

  /** @param method @default GET, or POST with a body */
  ask(path: string, { body, token }: { body?: string | Buffer; token?: string } = {}): Promise<DoorAnswer> {
    const headers = {
      'Content-Type': 'application/json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    };
    const options: RequestOptions = { method: body ? 'POST' : 'GET', headers, ca: this.ca, agent: false };
    return answered(request(`${this.url}${path}`, options), body);
  }

  /** By plain HTTP. */
  askPlainly(path: string): Promise<DoorAnswer> {
    return answered(plainly(`http://localhost:${this.system.port(80)}${path}`, { agent: false }));
  }

  /** A connection by one version of TLS. @returns what is said of it; the error's code where there is none */
  async handshake(
    version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3',
    protocols: readonly string[] = [],
  ): Promise<string> {
    const socket = connect({
      ...{ host: 'localhost', port: this.system.port(443), servername: 'localhost', ca: this.ca },
      ...{ minVersion: version, maxVersion: version, ALPNProtocols: [...protocols] },
      // the library itself refuses the old ones otherwise
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    return new Promise((resolve) => {
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.once('secureConnect', () => {
        resolve(`${socket.getProtocol()} ${socket.alpnProtocol || 'without ALPN'}`);
        socket.destroy();
      });
    });
  }

  /** What has Chromium trust the gateway's certificates, and no others that it would not trust by itself. */
  async browserFlags(): Promise<string[]> {
    const socket = connect({
      host: 'localhost',
      port: this.system.port(443),
      servername: 'localhost',
      ca: this.ca,
    });
    const key = await new Promise<Buffer>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('secureConnect', () => resolve(publicKeyOf(socket)));
    });
    socket.destroy();
    const hash = createHash('sha256').update(key).digest('base64');
    return [`--ignore-certificate-errors-spki-list=${hash}`];
  }

  /** The line of the access log about an answer with this id, once the engine has it. @param id as in `X-Request-Id` */
  async logged(id: string): Promise<Record<string, unknown>> {
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100)) {
      const said = await docker('logs', '--tail', '200', this.system.container('gateway', 'prod'));
      const line = lines(said).find((each) => each.includes(`"X-Request-Id":["${id}"]`));
      if (line) return JSON.parse(line) as Record<string, unknown>;
    }
    throw new Error(`the gateway has logged no answer with the id ${id}`);
  }
}

function publicKeyOf(socket: TLSSocket): Buffer {
  const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
  if (!key) throw new Error('the gateway showed no certificate');
  return key;
}

function answered(asked: ReturnType<typeof request>, body?: string | Buffer): Promise<DoorAnswer> {
  return new Promise((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const { statusCode: status, headers } = response;
        resolve({ status, headers, text: Buffer.concat(parts).toString() });
      });
    });
    asked.end(body);
  });
}
