import { startedAgain } from '../construct/left-out.js';
import { lastStart } from '../disk/start-note.js';
import { environmentName, type Named } from '../model/conventions.js';
import type { Mode } from '../model/mode.js';
import { UserError } from '../model/user-error.js';

/** A system by its name, and where it is started from. */
export type Placed = Named & {
  /** Absolute. */
  readonly sourceRoot: string;
};

/** The command by which a mode was started last, with what was left out. @param also a service that is to come with it @default - none */
export function startOf({ sourceRoot, ...system }: Placed, mode: Mode, also?: string): string {
  const { conventions } = system;
  const { commands } = conventions;
  const start = lastStart(sourceRoot, { ...system, mode });
  const { only, without } = startedAgain(start?.leftOut ?? [], start?.only, also);
  const gateway = mode === 'dev' && start?.gateway === true;
  if (start?.engine !== 'terraform')
    return [
      commands[mode],
      ...(start?.engine === 'swarm' ? ['--swarm'] : []),
      ...(only.length > 0 ? [`--only ${only.join(',')}`] : []),
      ...(without.length > 0 ? [`--without ${without.join(',')}`] : []),
      ...(gateway ? ['--gateway'] : []),
    ].join(' ');
  const variable = (word: string, value: string) => `${environmentName(conventions, word)}=${value}`;
  return [
    ...(only.length > 0 ? [variable('ONLY', only.join(','))] : []),
    ...(without.length > 0 ? [variable('WITHOUT', without.join(','))] : []),
    ...(gateway ? [variable('GATEWAY', '1')] : []),
    `${commands.deploy} ${mode}`,
  ].join(' ');
}

/** What to say of a service that the last start of a mode left out; undefined for one that it did not. */
export function leftOutError(placed: Placed, mode: Mode, service: string): UserError | undefined {
  const { sourceRoot, ...system } = placed;
  const known = lastStart(sourceRoot, { ...system, mode })?.leftOut ?? [];
  const left = known.find((each) => each.service === service);
  return left
    ? new UserError(
        `${service} was left out when ${mode} was started (${left.because})`,
        `start ${mode} with it: ${startOf(placed, mode, service)}`,
      )
    : undefined;
}
