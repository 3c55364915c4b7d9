import { randomBytes } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { docker } from './engine.js';

const NODE = 'node:24-alpine';

/** Says `first`, waits for a word on a second request, then says `second`; and talks back by WebSocket. */
const SERVER = `
const { createHash } = require('node:crypto');
let held;
require('node:http').createServer((request, response) => {
  if (request.url === '/on') { held.end('second'); return response.end('ok'); }
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.write('first');
  held = response;
}).on('upgrade', (request, socket) => {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + key + '\\r\\n\\r\\n');
  // who hangs up would end this program
  socket.on('error', () => {});
  let frame = Buffer.alloc(0);
  socket.on('data', (part) => {
    frame = Buffer.concat([frame, part]);
    if (frame.length < 6 || frame.length < 6 + (frame[1] & 127)) return;
    // as it came, without its mask
    socket.write(Buffer.concat([Buffer.from([129, frame.length - 6]), Buffer.from(frame.subarray(6).map((byte, i) => byte ^ frame[2 + (i & 3)]))]));
  });
}).listen(3000);
`;

/** The second gateway's answers: its certificate is not what this is about. */
export class Stream {
  constructor(private readonly port: number) {}

  /** The parts of an answer as they come; `second` comes only when the first was seen. */
  async parts(): Promise<string[]> {
    const response = await this.ask('/', {}, 'response');
    const parts: string[] = [];
    for await (const part of response as IncomingMessage) {
      if (parts.push(String(part)) === 1)
        ((await this.ask('/on', {}, 'response')) as IncomingMessage).resume();
    }
    return parts;
  }

  /** Says a word by WebSocket. @returns what comes back */
  async echo(word: string): Promise<string> {
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' };
    const key = { 'Sec-WebSocket-Key': randomBytes(16).toString('base64') };
    const socket = (await this.ask('/socket', { ...headers, ...key }, 'upgrade')) as Duplex;
    // a text frame whose mask changes nothing
    socket.write(Buffer.concat([Buffer.from([129, 128 + word.length, 0, 0, 0, 0]), Buffer.from(word)]));
    let frame = Buffer.alloc(0);
    // it may come in parts
    for await (const part of socket) {
      frame = Buffer.concat([frame, part]);
      if (frame.length >= 2 + word.length) break;
    }
    return frame.subarray(2).toString();
  }

  private ask(path: string, headers: OutgoingHttpHeaders, event: 'response' | 'upgrade'): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const options = { headers, rejectUnauthorized: false, agent: false };
      const asked = request(`https://localhost:${this.port}${path}`, options);
      asked.once('error', reject);
      asked.once('response', (response) =>
        event === 'response' ? resolve(response) : reject(new Error(`no upgrade: ${response.statusCode}`)),
      );
      asked.once('upgrade', (_, socket) => resolve(socket));
      asked.end();
    });
  }
}

/**
 * A second gateway, as a running one is configured, whose page is a service that streams; the sample has none that does.
 * @param gateway the running one's container
 * @param where its network, a port of the host for the second one, and the map of images
 */
export async function withStreaming(
  gateway: string,
  { network, port, images }: { network: string; port: number; images: Readonly<Record<string, string>> },
  body: (stream: Stream) => Promise<void>,
): Promise<void> {
  const names = [`${gateway}-stream`, `${gateway}-second`] as const;
  const [{ Config: config }] = JSON.parse(await docker('inspect', gateway));
  const environment = (config.Env as string[]).map((line) =>
    line.startsWith('CADDYFILE=')
      ? line.replace(/reverse_proxy frontend:\d+/, `reverse_proxy ${names[0]}:3000`)
      : line,
  );
  try {
    const common = ['run', '--detach', '--rm', '--network', network];
    await docker(...common, '--name', names[0], images[NODE] ?? NODE, 'node', '-e', SERVER);
    const variables = environment.flatMap((line) => ['--env', line]);
    await docker(
      ...[...common, '--name', names[1], '--publish', `127.0.0.1:${port}:443`, ...variables],
      ...[config.Image as string, ...(config.Cmd as string[])],
    );
    const stream = new Stream(port);
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100))
      if ((await stream.echo('up').catch(() => '')) === 'up') break;
    await body(stream);
  } finally {
    await execa('docker', ['rm', '--force', '--volumes', ...names], { reject: false });
  }
}
