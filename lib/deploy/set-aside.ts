import { type RunningContainer, startContainers, stopContainers } from '../engine/docker.js';
import type { Made } from '../engine/end-stack.js';
import { type Holding, remove, takeOver } from '../engine/holder.js';
import { isUp } from '../model/container-state.js';
import type { Mode } from '../model/mode.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import type { ReleaseEngine } from './run.js';
import type { StartOptions } from './start-services.js';
import { untilHealthy } from './until-healthy.js';

/** What the engine does for it; a test has its own. */
export interface SetAsideActs {
  readonly stopContainers: typeof stopContainers;
  readonly startContainers: typeof startContainers;
  readonly untilHealthy: typeof untilHealthy;
  readonly remove: typeof remove;
  readonly takeOver: typeof takeOver;
}

const REAL: SetAsideActs = { stopContainers, startContainers, untilHealthy, remove, takeOver };

/**
 * What others hold while a system is started in their place: the other mode's containers are stopped and kept, so that
 * they can run again as they are. Those of the same mode have to go at once, for they have the same names.
 */
export class SetAside {
  /** What goes at once, and what once the system runs. */
  private readonly same: Holding;
  private readonly other: Holding;

  constructor(
    private readonly system: SystemSpec,
    others: Holding,
    /** The project's. */
    private readonly directory: string,
    private readonly acts = REAL,
  ) {
    // what Swarm runs cannot be stopped and kept: it would start it again
    const goes = ({ mode, engine }: Made) => mode === system.mode || engine === 'swarm';
    this.same = partOf(others, goes);
    this.other = partOf(others, (made) => !goes(made));
  }

  private get kept(): readonly RunningContainer[] {
    return this.other.containers;
  }

  /** The mode that ran and can run again. */
  get mode(): Mode | undefined {
    return this.kept.find(({ state }) => isUp(state))?.mode;
  }

  /** Whose releases ran in the mode that is started, and go at once; undefined where that is nobody, or Terraform. */
  get releases(): ReleaseEngine | undefined {
    const engine = this.same.containers.find(({ mode }) => mode === this.system.mode)?.engine;
    return engine === 'terraform' ? undefined : engine;
  }

  async stop(): Promise<void> {
    await this.acts.takeOver(this.system, this.same, this.directory);
    const isBacking = ({ service }: RunningContainer) => this.spec(service)?.kind === 'backing';
    await this.acts.stopContainers(this.kept.filter((each) => !isBacking(each)).map(({ id }) => id));
    await this.acts.stopContainers(this.kept.filter(isBacking).map(({ id }) => id));
  }

  /** Once the system runs in their place. */
  async remove(): Promise<void> {
    await this.acts.takeOver(this.system, this.other, this.directory);
  }

  /** Removes what was started in their place, and starts those that ran, each when what it needs is healthy. */
  async startAgain(started: Holding, options: StartOptions): Promise<void> {
    await this.acts.remove(this.system, started);
    let left = this.kept.filter(({ state }) => isUp(state));
    while (left.length > 0) {
      const waits = ({ service }: RunningContainer) =>
        this.spec(service)?.dependsOn.some((needed) => left.some((each) => each.service === needed)) ?? false;
      const ready = left.filter((each) => !waits(each));
      await this.acts.startContainers(ready.map(({ id }) => id));
      const services = ready.flatMap(({ service, name }): ServiceSpec[] => {
        const spec = this.spec(service);
        return spec ? [{ ...spec, container: name }] : [];
      });
      await this.acts.untilHealthy(this.system, services, options);
      left = left.filter((each) => !ready.includes(each));
    }
  }

  private spec(service: string): ServiceSpec | undefined {
    return this.system.services.find(({ name }) => name === service);
  }
}

function partOf({ containers, networks }: Holding, isPart: (of: Made) => boolean): Holding {
  return { containers: containers.filter(isPart), networks: networks.filter(isPart) };
}
