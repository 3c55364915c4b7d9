import { execa } from './program.js';

/** Every host port that a running container has, whoever's it is; none where no engine answers. */
export async function publishedPorts(): Promise<ReadonlySet<number>> {
  const { stdout } = await execa('docker', ['ps', '--format', '{{.Ports}}'], { reject: false });
  return portsIn(String(stdout ?? ''));
}

/** @param listed as `docker ps` lists them: `0.0.0.0:8000-8002->8000-8002/tcp, :::53->53/udp, 9000/tcp` */
export function portsIn(listed: string): ReadonlySet<number> {
  const ports = new Set<number>();
  for (const [, from, to = from] of listed.matchAll(/:(\d+)(?:-(\d+))?->/g))
    for (let port = Number(from); port <= Number(to); port++) ports.add(port);
  return ports;
}
