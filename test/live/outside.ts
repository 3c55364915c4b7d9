import { execa } from 'execa';
import { docker, lines } from './engine.js';
import { Uplink } from './uplink.js';

/** Another machine, as far as the network goes: it reaches what the engine publishes to others, and nothing else. */
export class Outside {
  private constructor(
    private readonly pid: number,
    private readonly uplink: Uplink,
  ) {}

  static async make(): Promise<Outside> {
    const { pid } = execa('unshare', ['--net', 'sleep', '600'], { reject: false, detached: true });
    if (pid === undefined) throw new Error('unshare did not start');
    // until it has the namespace of its own
    await execa('sh', [
      '-c',
      `until [ "$(readlink /proc/${pid}/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done`,
    ]);
    return new Outside(pid, await Uplink.make(`/proc/${pid}/ns/net`));
  }

  /** Which of some addresses accept a connection from here, sorted. @param addresses `host:port`; `host` is the engine's machine */
  async reaches(addresses: readonly string[]): Promise<string[]> {
    const script = `
      const { connect } = require('node:net');
      const gateway = require('node:child_process').execFileSync('ip', ['route', 'show', 'default']).toString().split(' ')[2];
      for (const address of process.argv.slice(1)) {
        const [host, port] = address.split(':');
        const socket = connect({ host: host === 'host' ? gateway : host, port: Number(port) });
        const end = (text) => { if (text) console.log(text); socket.destroy(); };
        socket.once('connect', () => end(address)).once('error', () => end()).setTimeout(2000, () => end());
      }`;
    const inside = ['--net', '--target', String(this.pid), process.execPath, '-e', script, ...addresses];
    const { stdout } = await execa('nsenter', inside, {
      env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    return lines(stdout).sort();
  }

  async remove(): Promise<void> {
    await this.uplink.remove();
    process.kill(this.pid);
  }
}

/** Every address at which a container of a network answers, whether published or not: `172.18.0.3:5432`. */
export async function addressesOf(network: string, ports: readonly number[]): Promise<string[]> {
  const format = '{{range .Containers}}{{.IPv4Address}}\n{{end}}';
  const hosts = lines(await docker('network', 'inspect', '--format', format, network));
  return hosts.flatMap((host) => ports.map((port) => `${host.replace(/\/.*/, '')}:${port}`));
}
