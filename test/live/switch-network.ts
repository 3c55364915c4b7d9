import { execa } from 'execa';
import type { SecondEngine } from './second-engine.js';

const ENVIRONMENT = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/** A network of its own with nothing of this machine in it, to which engines are connected like machines to a switch: 10.77.0.0/24. */
export class SwitchNetwork {
  private readonly cables = new Map<SecondEngine, string>();

  private constructor(private readonly pid: number) {}

  static async make(): Promise<SwitchNetwork> {
    const { pid } = execa('unshare', ['--net', 'sleep', '3600'], {
      ...{ reject: false, detached: true, env: ENVIRONMENT },
    });
    if (pid === undefined) throw new Error('unshare did not start');
    // until it has the namespace of its own
    await execa('sh', [
      '-c',
      `until [ "$(readlink /proc/${pid}/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done`,
    ]);
    const network = new SwitchNetwork(pid);
    await network.ip('link', 'set', 'lo', 'up');
    await network.ip('link', 'add', 'switch', 'type', 'bridge');
    await network.ip('address', 'add', '10.77.0.254/24', 'dev', 'switch');
    await network.ip('link', 'set', 'switch', 'up');
    return network;
  }

  /** Gives an engine an address. @param number its last part @returns the address */
  async connect(engine: SecondEngine, number: number): Promise<string> {
    const cable = `cable${number}`;
    const address = `10.77.0.${number}`;
    await this.ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'uplink', 'netns', engine.network);
    await this.ip('link', 'set', cable, 'master', 'switch', 'up');
    await engine.run('ip', 'address', 'add', `${address}/24`, 'dev', 'uplink');
    await engine.run('ip', 'link', 'set', 'uplink', 'up');
    this.cables.set(engine, cable);
    return address;
  }

  /** Pulls an engine's cable: to the others, its machine is dead. Nothing of it hears of that. */
  async unplug(engine: SecondEngine): Promise<void> {
    await this.ip('link', 'set', this.cables.get(engine) ?? '', 'down');
  }

  async plugIn(engine: SecondEngine): Promise<void> {
    await this.ip('link', 'set', this.cables.get(engine) ?? '', 'up');
  }

  /** Starts a program that is in this network, where all engines reach it at 10.77.0.254. @returns how it is ended */
  start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): () => Promise<void> {
    const child = execa('nsenter', [`--net=/proc/${this.pid}/ns/net`, program, ...args], {
      ...{ reject: false, env: { ...ENVIRONMENT, ...env } },
    });
    return async () => {
      child.kill();
      await child;
    };
  }

  remove(): void {
    process.kill(this.pid);
  }

  private async ip(...args: readonly string[]): Promise<void> {
    await execa('nsenter', [`--net=/proc/${this.pid}/ns/net`, 'ip', ...args], { env: ENVIRONMENT });
  }
}
