import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
}

/** GitHub's API of one pull request, number 7 of acme/shop, served on this machine. */
export class FakeGitHub {
  readonly comments: Comment[] = [];
  readonly labels: string[] = [];
  /** Every call that changes something. */
  readonly writes: string[] = [];
  /** As the token of a pull request of a fork. */
  readOnly = false;
  /** So many calls are answered with 502 first. */
  failures = 0;
  private server: Server | undefined;
  private nextId = 100;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => {
        text += part;
      });
      request.on('end', () => {
        const { status, value } = this.answer(
          request.method ?? '',
          new URL(request.url ?? '', 'http://x'),
          request.headers.authorization,
          text,
        );
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(value === undefined ? undefined : JSON.stringify(value));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  say(login: string, body: string): void {
    this.comments.push({ id: this.nextId++, body, user: { login } });
  }

  private answer(
    method: string,
    { pathname, searchParams }: URL,
    authorization: string | undefined,
    text: string,
  ): { readonly status: number; readonly value?: unknown } {
    if (this.failures > 0) {
      this.failures--;
      return { status: 502, value: {} };
    }
    if (authorization !== 'Bearer secret-token') return { status: 401, value: {} };
    const path = pathname.replace('/repos/acme/shop/issues', '');
    const page = Number(searchParams.get('page') ?? 1);
    const paged = (all: readonly unknown[]) => ({
      status: 200,
      value: all.slice((page - 1) * 100, page * 100),
    });
    if (method === 'GET' && path === '/7/comments') return paged(this.comments);
    if (method === 'GET' && path === '/7/labels') return paged(this.labels.map((name) => ({ name })));
    if (this.readOnly) return { status: 403, value: {} };
    this.writes.push(`${method} ${path}`);
    if (method === 'POST' && path === '/7/comments') {
      this.say('github-actions[bot]', JSON.parse(text).body);
      return { status: 201, value: {} };
    }
    const at = this.comments.findIndex(({ id }) => path === `/comments/${id}`);
    const comment = this.comments[at];
    if (!comment) return { status: 404, value: {} };
    if (method === 'DELETE') {
      this.comments.splice(at, 1);
      return { status: 204 };
    }
    comment.body = JSON.parse(text).body;
    return { status: 200, value: comment };
  }
}
