import { describeContent } from '../lib/backup/content.js';
import { type SeededPart, seed as seedData } from '../lib/backup/seed.js';
import { settleRestore } from '../lib/backup/settle.js';
import { requireEngine } from '../lib/deploy/require-engine.js';
import { takeInstance } from '../lib/deploy/take-instance.js';
import { currentVolumes } from '../lib/disk/moved-volumes.js';
import { backupPlan } from '../lib/model/backup.js';
import { formatSize } from '../lib/model/format-size.js';
import type { Mode } from '../lib/model/mode.js';
import { volumesOf } from '../lib/model/service-spec.js';
import { UserError } from '../lib/model/user-error.js';
import type { InstancePlace } from '../lib/operate/instance-place.js';
import { placeNamed } from '../lib/operate/instances.js';
import { inTasks } from '../lib/operate/running-system.js';
import { secretPaths } from '../lib/operate/secret-paths.js';
import { whatRunsOf } from '../lib/operate/what-runs.js';
import { build, UNREAD } from '../lib/synth/build.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings, type Settings } from '../lib/synth/settings.js';

/**
 * `instances seed FROM`, and `--seed FROM` of a start: gives the copy here the data of another one.
 * @param only the mode that it has to be of @default - whichever runs there
 */
export async function seed(project: Project, from: string, only?: Mode): Promise<void> {
  await requireEngine(project.system.conventions.commands);
  const copy = await takeInstance(project);
  if (copy !== undefined) console.log(copy);
  const note = await settleRestore(readSettings(project));
  if (note !== undefined) console.error(note);
  const settings = readSettings(project);
  const place = await placeNamed(settings, from);
  requireOther(settings, place);
  const { name, sourceRoot } = place;
  const volumes = currentVolumes(sourceRoot, settings.conventions, {});
  const other: Settings = { ...settings, name, sourceRoot, directory: place.project, volumes };
  const runs = await whatRunsOf(other);
  if (!runs || (only !== undefined && runs.mode !== only)) throw doesNotRun(settings, place, only);
  const { mode } = runs;
  const systems = build(other, UNREAD);
  const declared = new Map(systems.stacks[mode].all.map((service) => [service.name, service.backup]));
  const system = inTasks(systems[mode], runs.containers);
  const plan = backupPlan(system, (service) => declared.get(service));
  const hasContainer = ({ service }: { readonly service: string }) =>
    runs.containers.some((container) => container.service === service);
  for (const word of plan.leftOut) console.log(`  ${word}  left out, as its construct says`);
  for (const part of plan.parts)
    if (!hasContainer(part)) console.log(`  ${part.word}  left out: ${part.service} does not run there`);
  await seedData({
    ...{ runs, settings, say: sayPart },
    plan: { ...plan, parts: plan.parts.filter(hasContainer) },
    volumes: volumesOf(build({ ...settings, volumes: {} }, UNREAD)[mode]),
    secretFilesOf: secretPaths(system, runs),
  });
  console.log(`The data of ${name} in ${mode} mode is here, as it was just now, and so are its secrets.`);
}

function requireOther(settings: Settings, { name, isGone }: InstancePlace): void {
  const fix = `name another one: ${settings.conventions.commands.program} instances`;
  if (name === settings.name) throw new UserError(`${name} is the copy that is here`, fix);
  if (isGone) throw new UserError(`the worktree of ${name} is gone, and its secrets with it`, fix);
}

function doesNotRun(
  { conventions }: Settings,
  { name, project }: InstancePlace,
  only: Mode | undefined,
): UserError {
  const { commands } = conventions;
  return new UserError(
    `nothing of ${name} runs${only === undefined ? '' : ` in ${only} mode`}, and its data is read from what runs`,
    `start it: cd ${project} && ${commands[only ?? 'dev']}`,
  );
}

function sayPart({ word, bytes, content }: SeededPart): void {
  console.log(`  ${word}  ${describeContent(content)}, ${formatSize(bytes)}`);
}
