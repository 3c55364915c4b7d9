import type { HealthCheck } from '../model/service-spec.js';
import type { HealthCheckAt } from './description.js';

/**
 * Short intervals, for what depends on a service waits for its first good answer, and no shorter, for each probe takes an engine
 * 80 ms of a processor (measured on 20.10), for as long as the service runs.
 */
const TIMES = { interval: 3, timeout: 5, retries: 10, startPeriod: 60 } as const;

/**
 * Runs a program of the image, which exits with 0 if the service is healthy: `command('redis-cli', 'ping')`. Every three
 * seconds; an answer has five, and 10 failures in a row, after the first minute, make it unhealthy.
 * @param program the program and its arguments, without a shell
 */
export function command(...program: readonly string[]): HealthCheck {
  return { test: ['CMD', ...program], ...TIMES };
}

/**
 * Checks like `command`, by GET with the image's own Python, at the service's port; any answer but 200 is a failure. Slim
 * images have no curl. This runs in every container, all the time, so Python loads next to nothing: of its sockets the part
 * in C, and no site. That takes 12 ms of processor time; `socket` takes 26 ms, and `urllib` three times that.
 * @param path what is asked for: `/health`
 */
export function pythonGet(path: `/${string}`): HealthCheckAt {
  const ask = `c.send(b"GET ${path} HTTP/1.0\\r\\n\\r\\n"); raise SystemExit(b" 200 " not in c.recv(64))`;
  const connect = (port: number) => `c = s.socket(); c.settimeout(4); c.connect(("127.0.0.1", ${port}))`;
  return (port) => command('python', '-IS', '-c', `import _socket as s; ${connect(port)}; ${ask}`);
}

/**
 * GET with the image's own Node at the service's port, because slim images have no curl; any answer but 200 is a failure. By
 * `http`: `fetch` takes half as long again to load, and this runs in every container, all the time.
 */
export function nodeGet(path: `/${string}`): HealthCheckAt {
  const answered = '(r) => process.exit(r.statusCode === 200 ? 0 : 1)';
  const ask = (url: string) =>
    `require("http").get("${url}", ${answered}).on("error", () => process.exit(1))`;
  return (port) => command('node', '-e', ask(`http://127.0.0.1:${port}${path}`));
}

/**
 * Checks that a worker without a port is at work: it touches a file again and again. Needs a shell and `stat` in the image.
 * @param path absolute, in a directory in memory: `/tmp/alive`
 * @param seconds how old the file may be
 */
export function freshFile(path: `/${string}`, seconds: number): HealthCheck {
  const line = `touched=$(stat -c %Y "${path}") && [ $(($(date +%s) - touched)) -le ${seconds} ]`;
  return { test: ['CMD-SHELL', line], ...TIMES };
}

/**
 * Checks like `command`, by GET at the service's port, in an image that is Node's in dev and may be nginx's in prod:
 * busybox has wget, Node has fetch. An answer of 400 or more is a failure.
 * @param path what is asked for: `/health`
 */
export function webGet(path: `/${string}`): HealthCheckAt {
  return (port) => {
    const url = `http://127.0.0.1:${port}${path}`;
    const node = `node -e 'fetch("${url}").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))'`;
    return { test: ['CMD-SHELL', `wget -q -O /dev/null ${url} || ${node}`], ...TIMES };
  };
}
