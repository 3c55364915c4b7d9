import { execa } from 'execa';
import { docker } from './engine.js';

/** A network of this machine's engine with another network namespace on it: from there, all that its containers reach is reached. */
export class Uplink {
  private constructor(private readonly name: string) {}

  /** @param namespace as a path: `/proc/<pid>/ns/net` */
  static async make(namespace: string): Promise<Uplink> {
    // the name of an interface has 15 characters at most
    const uplink = new Uplink(`oclive-${process.pid}`);
    const { name } = uplink;
    await docker('network', 'create', '--opt', `com.docker.network.bridge.name=${name}`, name);
    try {
      await uplink.connect(namespace);
    } catch (error) {
      await uplink.remove();
      throw error;
    }
    return uplink;
  }

  private async connect(namespace: string): Promise<void> {
    const { name } = this;
    const config = '{{with index .IPAM.Config 0}}{{.Gateway}} {{.Subnet}}{{end}}';
    const [gateway = '', subnet = ''] = (await docker('network', 'inspect', '--format', config, name)).split(
      ' ',
    );
    // no container is ever on this network, so its second address is free
    const address = `${gateway.replace(/\d+$/, '2')}/${subnet.split('/')[1]}`;
    const inside = ['nsenter', `--net=${namespace}`, 'ip'];
    await run('ip', 'link', 'add', `${name}v`, 'type', 'veth', 'peer', 'name', 'uplink', 'netns', namespace);
    await run('ip', 'link', 'set', `${name}v`, 'master', name, 'up');
    await run(...inside, 'address', 'add', address, 'dev', 'uplink');
    await run(...inside, 'link', 'set', 'uplink', 'up');
    await run(...inside, 'route', 'add', 'default', 'via', gateway);
  }

  async remove(): Promise<void> {
    await run('ip', 'link', 'delete', `${this.name}v`).catch(() => {}); // gone with the namespace, else
    await docker('network', 'rm', this.name);
  }
}

async function run(program = '', ...args: readonly string[]): Promise<void> {
  await execa(program, args, { env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });
}
