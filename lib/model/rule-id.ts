/**
 * The rules by their ids, in the order in which they are read. They stand here and not only with the rules, so that what
 * describes a service can be told which there are.
 */
export const RULE_IDS = [
  'only-live-paths',
  'shared-is-mounted',
  'no-whole-directory',
  'no-bind-in-prod',
  'volumes-hold-data',
  'named-volumes',
  'separate-volumes',
  'same-services',
  'separate-projects',
  'prod-restarts',
  'no-dev-server',
  'source-exists',
  'source-in-root',
  'no-system-path',
  'links-stay-inside',
  'readable-sources',
  'user-has-access',
  'portable-names',
  'line-ends',
  'unique-targets',
  'targets-not-nested',
  'nothing-hidden',
  'same-kind',
  'live-is-baked',
  'one-class',
  'imports-are-live',
  'same-ports',
  'buildable',
  'copy-matches',
  'ignore-file-is-read',
  'no-host-packages',
  'imports-exist',
  'program-exists',
  'prod-is-built',
  'urls-use-container-ports',
  'urls-name-services',
  'urls-are-waited-for',
  'one-port',
  'health-is-served',
  'unique-host-ports',
  'unique-container-names',
  'known-dependencies',
  'no-dependency-cycle',
  'waits-can-end',
  'health-can-run',
  'listens-outside',
  'variables-are-set',
  'edits-take-effect',
  'no-stale-files',
  'watch-matches',
  'no-literal-secret',
  'not-root',
  'read-only-root',
  'not-privileged',
  'no-open-database',
  'no-new-privileges',
  'file-capabilities',
  'used-exceptions',
] as const;

export type RuleId = (typeof RULE_IDS)[number];

/** Rules whose findings are of no one service, or of the exceptions themselves: none excuses them. */
export const NEVER_EXCEPTED = ['separate-volumes', 'used-exceptions'] as const satisfies readonly RuleId[];

/** A rule that a service may declare an exception from. */
export type ExceptableRule = Exclude<RuleId, (typeof NEVER_EXCEPTED)[number]>;
