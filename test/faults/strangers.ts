import { docker } from '../live/engine.js';

/** What somebody else calls a service, in the labels of the system. */
export const STRANGER = 'by-hand';

/**
 * What is somebody else's and looks like a system's own: a container with the labels that it has from an image, a network
 * and a volume.
 */
export class Strangers {
  private readonly container: string;
  private readonly network: string;
  private readonly volume: string;

  /** @param image what the container is of, and does nothing with */
  constructor(
    private readonly system: string,
    private readonly image: string,
  ) {
    this.container = `${system}-one-clean-${STRANGER}`;
    this.network = `${system}-others`;
    this.volume = `${system}x-one_data-clean`;
  }

  /** Removes first what a run that was killed has left. */
  async make(): Promise<void> {
    await this.remove();
    await docker('network', 'create', this.network);
    await docker('volume', 'create', this.volume);
    const labels = [`system=${this.system}`, 'mode=prod', `service=${STRANGER}`];
    const flags = labels.flatMap((label) => ['--label', `io.opsconductor.${label}`]);
    const places = ['--network', this.network, '--volume', `${this.volume}:/data`];
    const run = ['run', '--detach', '--init', '--name', this.container];
    await docker(...run, ...flags, ...places, this.image, 'sleep', '86400');
  }

  async remove(): Promise<void> {
    await docker('rm', '--force', '--volumes', this.container).catch(() => {});
    await docker('network', 'rm', this.network).catch(() => {});
    await docker('volume', 'rm', this.volume).catch(() => {});
  }

  /** What each is, so that another of its name is not taken for it. */
  async stand(): Promise<Readonly<Record<string, string>>> {
    const look = (kind: string, name: string, format: string) =>
      docker(kind, 'inspect', '--format', format, name).catch(() => 'gone');
    return {
      'a container of others': await look('container', this.container, '{{.Id}} {{.State.StartedAt}}'),
      'a network of others': await look('network', this.network, '{{.Id}}'),
      'a volume of others': await look('volume', this.volume, '{{.CreatedAt}}'),
    };
  }
}
