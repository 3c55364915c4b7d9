import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Stored {
  readonly type: string;
  readonly content: Buffer;
}

/** An image registry in memory, on loopback: what `docker push` and `docker pull` need of the OCI distribution API. */
export class Registry {
  private readonly stored = new Map<string, Stored>();
  private readonly tags = new Map<string, string>();
  private readonly uploads = new Map<string, Buffer[]>();
  private readonly server: Server = createServer((request, response) => {
    this.answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });

  static async start(): Promise<Registry> {
    const registry = new Registry();
    await new Promise<void>((resolve) => registry.server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  /** `127.0.0.1:40123`: Docker speaks plain HTTP with loopback. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://registry');
    const method = request.method ?? 'GET';
    const [, name = '', kind = '', reference = ''] =
      /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests)\/(.*)$/.exec(pathname) ?? [];
    if (pathname === '/v2/') response.writeHead(200).end('{}');
    else if (kind === 'blobs/uploads') await this.upload(request, response, name, reference, searchParams);
    else if (method === 'PUT') {
      const content = await body(request);
      const digest = this.store(content, request.headers['content-type'] ?? '');
      if (!reference.startsWith('sha256:')) this.tags.set(`${name}:${reference}`, digest);
      response.writeHead(201, { 'Docker-Content-Digest': digest }).end();
    } else this.give(method, response, this.tags.get(`${name}:${reference}`) ?? reference);
  }

  private async upload(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    upload: string,
    parameters: URLSearchParams,
  ): Promise<void> {
    const id = upload === '' ? randomUUID() : upload;
    const parts = [...(this.uploads.get(id) ?? []), await body(request)];
    this.uploads.set(id, parts);
    if (request.method === 'PUT') {
      const digest = this.store(Buffer.concat(parts), 'application/octet-stream');
      this.uploads.delete(id);
      const right = parameters.get('digest') === digest;
      response.writeHead(right ? 201 : 400, { 'Docker-Content-Digest': digest }).end();
      return;
    }
    const end = Math.max(0, parts.reduce((sum, part) => sum + part.length, 0) - 1);
    const headers = { Location: `/v2/${name}/blobs/uploads/${id}`, 'Docker-Upload-UUID': id };
    response.writeHead(202, { ...headers, Range: `0-${end}`, 'Content-Length': '0' }).end();
  }

  private give(method: string, response: ServerResponse, digest: string): void {
    const found = this.stored.get(digest);
    if (!found) {
      response
        .writeHead(404, { 'Content-Type': 'application/json' })
        .end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
      return;
    }
    const { type, content } = found;
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': content.length,
      'Docker-Content-Digest': digest,
    });
    response.end(method === 'HEAD' ? undefined : content);
  }

  private store(content: Buffer, type: string): string {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    this.stored.set(digest, { type, content });
    return digest;
  }
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
