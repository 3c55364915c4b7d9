import { type IncomingMessage, request } from 'node:http';
import type { RunningPage } from '../../lib/ui/serve.js';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request to the page's server as anybody may make it: with whatever host, path and headers. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a browser has after the address was opened. */
export interface Entered {
  readonly port: number;
  readonly token: string;
  readonly origin: string;
  /** Where the page is. */
  readonly path: string;
  readonly cookie: string;
}

/** Opens the address that was printed. */
export async function enter({ address }: RunningPage): Promise<Entered> {
  const { port, search, searchParams, origin } = new URL(address);
  const { headers } = await ask(Number(port), `/${search}`);
  const [cookie = ''] = (headers['set-cookie'] ?? [''])[0]?.split(';') ?? [];
  return {
    port: Number(port),
    token: searchParams.get('token') ?? '',
    ...{ origin, path: headers.location ?? '', cookie },
  };
}
