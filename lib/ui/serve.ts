import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { UserError } from '../model/user-error.js';
import { PageAccess } from './access.js';
import { type Parts, pageApp } from './app.js';

/** The page while it is served. */
export interface RunningPage {
  /** With the token: whoever has it may see the page. */
  readonly address: string;
  /** Ends every stream, and then the server. */
  end(): Promise<void>;
}

/**
 * Serves the page to this machine alone.
 * @param port 0 for a free one
 * @throws UserError where somebody else has the port
 */
export async function servePage(parts: Omit<Parts, 'access'>, port: number): Promise<RunningPage> {
  const place = { port };
  const access = new PageAccess(place);
  const app = pageApp({ ...parts, access });
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (info) => {
      place.port = info.port;
      resolve(listening as Server);
    });
    listening.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new UserError(
              `port ${port} of this machine is taken`,
              'name another with --port, or leave it out',
            )
          : error,
      );
    });
  });
  return {
    address: `http://127.0.0.1:${place.port}/?token=${access.token}`,
    end: async () => {
      parts.live.end();
      parts.logs.end();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
