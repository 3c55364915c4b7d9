import type { Log } from './log.js';
import type { ComposeOptions } from './parsed.js';
import type { Variables } from './template.js';
import { type Table, type Tree, table } from './tree.js';

/** Stands for all profiles. */
const ALL = '*';

/** The profiles that are active: those that are named, and only where none is, those of COMPOSE_PROFILES. */
export function activeProfiles(
  { profiles = [] }: Pick<ComposeOptions, 'profiles'>,
  variables: Variables,
): ReadonlySet<string> {
  const written = profiles.length > 0 ? profiles : (variables.get('COMPOSE_PROFILES') ?? '').split(',');
  return new Set(written.map((profile) => profile.trim()));
}

/** Whether a service runs: it has no profile, or one that is active. */
export function isActive(service: Tree, active: ReadonlySet<string>): boolean {
  const profiles = profilesOf(service);
  return profiles.length === 0 || active.has(ALL) || profiles.some((profile) => active.has(profile));
}

/** A merged project without the services that do not run, and those with their profiles. */
export function withoutInactive(
  project: Table,
  active: ReadonlySet<string>,
  log: Log,
): { readonly project: Table; readonly inactive: Readonly<Record<string, readonly string[]>> } {
  const services = project.entries.get('services');
  if (services?.kind !== 'table') return { project, inactive: {} };
  const all = [...services.entries];
  const left = all.filter(([, service]) => !isActive(service, active));
  const running = all.filter(([, service]) => isActive(service, active));
  const inactive = Object.fromEntries(left.map(([name, service]) => [name, profilesOf(service)]));
  sayInactive(left, log);
  return {
    project: table([...project.entries, ['services', table(running, services.place)]], project.place),
    inactive,
  };
}

function sayInactive(left: readonly (readonly [string, Tree])[], log: Log): void {
  const [first, ...others] = left;
  if (!first) return;
  const profiles = (service: Tree) => profilesOf(service).map((profile) => `"${profile}"`);
  const own = profiles(first[1]);
  const text =
    others.length === 0
      ? `${first[0]} is not checked: nothing activates its profile${own.length > 1 ? 's' : ''} ${own.join(', ')}`
      : `not checked, because nothing activates their profiles: ${left
          .map(([name, service]) => `${name} (${profiles(service).join(', ')})`)
          .join(', ')}`;
  const [profile = ''] = profilesOf(first[1]);
  log.leave(entry(first[1], 'profiles')?.place, text, { fix: `check it too, with --profile ${profile}` });
}

function profilesOf(service: Tree): string[] {
  const profiles = entry(service, 'profiles');
  return profiles?.kind === 'list' ? profiles.items.map(text) : [];
}

function entry(tree: Tree, key: string): Tree | undefined {
  return tree.kind === 'table' ? tree.entries.get(key) : undefined;
}

function text(tree: Tree | undefined): string {
  return tree?.kind === 'leaf' ? tree.text : '';
}
