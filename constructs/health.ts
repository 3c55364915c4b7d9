import type { ContainerPort } from '../model/port.js';
import type { HealthCheck } from '../model/service-spec.js';

/** Short intervals: what depends on a service waits for its first good answer. */
const TIMES = { interval: 2, timeout: 5, retries: 15, startPeriod: 60 } as const;

export function command(...program: readonly string[]): HealthCheck {
  return { test: ['CMD', ...program], ...TIMES };
}

/** GET by the image's own Python: slim images have no curl. */
export function pythonGet(port: ContainerPort, path: string): HealthCheck {
  const url = `http://127.0.0.1:${port}${path}`;
  return command('python', '-c', `import urllib.request as r; r.urlopen("${url}", timeout=4)`);
}

/** GET in an image that is Node's in dev and may be nginx's in prod: busybox has wget, Node has fetch. */
export function webGet(port: ContainerPort, path: string): HealthCheck {
  const url = `http://127.0.0.1:${port}${path}`;
  const node = `node -e 'fetch("${url}").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))'`;
  return { test: ['CMD-SHELL', `wget -q -O /dev/null ${url} || ${node}`], ...TIMES };
}
