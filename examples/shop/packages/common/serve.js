import { createServer } from 'node:http';

/**
 * Serves on a port.
 * @param {number} port
 * @param {(request: { method: string, path: string, body: () => Promise<string> }) => Promise<unknown>} answer an object
 *   becomes JSON, a text is HTML, nothing is 404
 */
export function serve(port, answer) {
  createServer(async (request, response) => {
    try {
      const said = await answer({
        method: request.method,
        path: new URL(request.url, 'http://localhost').pathname,
        body: () => textOf(request),
      });
      const isText = typeof said === 'string';
      response.writeHead(said === undefined ? 404 : 200, {
        'content-type': isText ? 'text/html; charset=utf-8' : 'application/json',
      });
      response.end(isText ? said : JSON.stringify(said ?? { error: 'there is no such page' }));
    } catch (error) {
      console.error(error);
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: error.message }));
    }
  }).listen(port);
}

async function textOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text;
}
