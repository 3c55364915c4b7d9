import { setTimeout as sleep } from 'node:timers/promises';
import { containerLog } from '../engine/docker.js';
import { type InspectedContainer, inspectContainers, inspectImages } from '../engine/inspect.js';
import { lastLines } from '../engine/last-lines.js';
import { lookAt } from '../engine/look.js';
import { execa, execaLong } from '../engine/program.js';
import { type StreamingProgram, startStreaming } from '../engine/streaming.js';
import type { BackupPart } from '../model/backup.js';
import { systemName } from '../model/deployment.js';
import { UserError } from '../model/user-error.js';
import { createContainer } from '../operate/create-container.js';
import { likeService, type Model } from '../operate/one-off.js';
import { copyFiles } from '../operate/run-once.js';
import { runningOne, type WhatRuns } from '../operate/what-runs.js';

interface CreateOptions {
  /** Whether nothing of the service runs in it: it only gives access to the volume. @default false */
  readonly isBare?: boolean;
  /** A program in the place of the service's own. @default - that */
  readonly words?: readonly string[];
  /** Variables with another value than the service's. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Directories of the image that are to be empty. */
  readonly empty?: readonly string[];
}

interface StartOptions extends CreateOptions {
  isReady(container: string): Promise<boolean>;
}

/** Seconds for which a database that is started here is waited for. */
const PATIENCE = 300;

/** A service apart from its system: like the one that runs, but on a volume of its own, and without a network. */
export class ServiceApart {
  private readonly made: string[] = [];
  private constructor(
    readonly part: BackupPart,
    private readonly volume: string,
    private readonly model: Model & { readonly id: string; readonly secretFiles: readonly string[] },
  ) {}

  /** @param secretFiles paths in the service's container that are no mounts, and that it needs */
  static async of(
    runs: WhatRuns,
    part: BackupPart,
    volume: string,
    secretFiles: readonly string[],
  ): Promise<ServiceApart> {
    const container = runningOne(runs, part.service);
    const [inspected] = await inspectContainers([container.id]);
    const images = await inspectImages([(inspected as InspectedContainer).Image]);
    return new ServiceApart(part, volume, {
      ...{ container, inspected: inspected as InspectedContainer, secretFiles, id: container.id },
      image: images.get((inspected as InspectedContainer).Image),
      system: systemName({ ...runs.settings, mode: runs.mode }),
    });
  }

  /** @returns the id of a container that is not started yet */
  async create({ isBare = false, words, variables = {}, empty = [] }: CreateOptions): Promise<string> {
    const { inspected, secretFiles, id } = this.model;
    const mount = `type=volume,source=${this.volume},target=${this.part.target}`;
    const places = ['--network=none', `--mount=${mount}${isBare ? ',volume-nocopy' : ''}`];
    const call = likeService(this.model, [...places, ...empty.map((path) => `--tmpfs=${path}`)], variables);
    const [program, ...rest] = isBare ? ['true'] : (words ?? []);
    const command = program === undefined ? (inspected.Config.Cmd ?? []) : rest;
    const entry = program === undefined ? [] : [`--entrypoint=${program}`];
    // the engine copies nothing into a container whose root is read-only, not into its volumes either
    const args = call.args.filter((word) => !isBare || word !== '--read-only');
    const created = await createContainer({
      ...call,
      args: [...args, ...entry, inspected.Image, ...command],
    });
    if (created.exitCode !== 0)
      throw new UserError(`${this.part.word}: no container for it: ${lastLines(String(created.stderr), 1)}`);
    const container = String(created.stdout);
    this.made.push(container);
    if (!isBare && secretFiles.length > 0)
      await copyFiles({ id, engine: this.model.container.engine }, container, secretFiles);
    return container;
  }

  /** @returns the id of one that runs, and is ready @throws UserError where it does not come to that */
  async start(options: StartOptions): Promise<string> {
    const container = await this.create(options);
    await execa('docker', ['start', container]);
    const until = Date.now() + PATIENCE * 1000;
    while (!(await options.isReady(container))) {
      const [look] = (await lookAt([container])).values();
      if (look?.state === 'running' && Date.now() < until) await sleep(250);
      else
        throw new UserError(
          `${this.part.service} does not start on a fresh volume:\n${await containerLog(container, 8)}`,
        );
    }
    return container;
  }

  /** Runs a script on the volume, with this process's words on its standard input. */
  async attach(script: string, ...words: readonly string[]): Promise<StreamingProgram> {
    const container = await this.create({ words: ['sh', '-c', script, 'sh', ...words] });
    return startStreaming('docker', ['start', '--attach', '--interactive', container]);
  }

  /** Ends a container in peace: what it has in memory is written down. */
  async stop(container: string): Promise<void> {
    await execaLong('docker', ['stop', '--time', '60', container]);
  }

  /** Removes all containers that were made; the volume stays. */
  async remove(): Promise<void> {
    const made = this.made.splice(0);
    if (made.length > 0) await execa('docker', ['rm', '--force', '--volumes', ...made], { reject: false });
  }
}
