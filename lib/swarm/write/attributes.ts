import type { ComposeAttributes } from '../../model/compose-attributes.js';

/** Attributes that only Compose is told, and that a stack file has by the same words, with the same meaning. */
const SHARED: ReadonlySet<string> = new Set([
  ...['deploy', 'dns', 'dns_search', 'entrypoint', 'expose', 'extra_hosts', 'hostname', 'labels'],
  ...['stdin_open', 'stop_signal', 'sysctls', 'tty', 'ulimits', 'working_dir'],
]);
/** Attributes about how images come to be, and what is watched: a stack file needs none of them. */
const WITHOUT_MEANING: ReadonlySet<string> = new Set([
  ...['attach', 'build', 'develop', 'platform', 'profiles', 'pull_policy'],
]);

/** What of a service's own attributes a stack file has, too. */
export function sharedAttributes(compose: ComposeAttributes = {}): ComposeAttributes {
  return Object.fromEntries(Object.entries(compose).filter(([name]) => SHARED.has(name)));
}

/** The names of those that Swarm is not told, though they mean something: `devices`, `privileged`, `networks`. */
export function lostAttributes(compose: ComposeAttributes = {}): string[] {
  return Object.keys(compose)
    .filter((name) => !SHARED.has(name) && !WITHOUT_MEANING.has(name) && !name.startsWith('x-'))
    .sort();
}
