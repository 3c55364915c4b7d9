/** What an engine runs while a command is called; `none`: no engine answers. */
export type EngineState = 'idle' | 'dev' | 'prod' | 'dev by Terraform' | 'offline' | 'none';

/** A call of a command, and what comes of it. */
export interface Use {
  /** After the command, as in a shell; `TARGET` is a directory that is new, `FILE` one that is a file. */
  readonly words: string;
  /** @default idle */
  readonly engine?: EngineState;
  readonly environment?: Readonly<Record<string, string>>;
  /** @default 2 */
  readonly code?: number;
  /** Of what is said, the first line and the last; where they are one, it is the only one. */
  readonly says: string | readonly [first: string, last: string];
}

export interface Uses {
  /** The calls that the README has, word by word, and what they print on standard output. */
  readonly right: readonly Use[];
  /** At least three each. What they say is on standard error, in one line. */
  readonly wrong: readonly Use[];
}

export const help = (script: string) => `Fix: see ./scripts/${script} --help.`;
export const NO_ENGINE: Use = {
  ...{ words: '', engine: 'none', code: 1 },
  says: "error: no Docker Engine answers at unix:///nowhere.sock, which DOCKER_HOST names. Fix: unset DOCKER_HOST, which leads to this machine's own engine, or start the one there.",
};
export const DEV = [
  'The whole log: *',
  'Logs: ./opsconductor logs -f     Stop: ./scripts/stop-dev.sh (data is kept)',
] as const;
const LEFT_OUT = ['Left out: *', DEV[1]] as const;
const PROD = [
  'The whole log: *',
  'Logs: ./opsconductor logs -f     Stop: ./scripts/stop-prod.sh (data is kept)',
] as const;
const NOBODY = 'error: there is no service "nobody". Fix: name one of *.';

/** What is wrong whatever is called, because of a variable. */
export const VARIABLES: readonly Use[] = [
  {
    ...{ words: '', environment: { OPSCONDUCTOR_PORT_OFFSET: 'many' } },
    says: 'error: OPSCONDUCTOR_PORT_OFFSET "many" is not a number from 0 to 50000. Fix: use for example 10000.',
  },
  {
    ...{ words: '', environment: { OPSCONDUCTOR_ROOT: '/nowhere' } },
    says: 'error: source root /nowhere does not exist. Fix: check OPSCONDUCTOR_ROOT, or sourceRoot in cdktf.json.',
  },
  {
    ...{ words: '', environment: { OPSCONDUCTOR_NAME: 'My System' } },
    says: `error: OPSCONDUCTOR_NAME "My System" cannot be a container's name. Fix: use lower-case letters, digits and "-".`,
  },
  { words: '', environment: { OPSCONDUCTOR_WITHOUT: 'nobody' }, says: NOBODY },
];

const starts = (mode: 'dev' | 'prod'): readonly Use[] => [
  {
    words: '--detatch',
    says: `error: unknown option "--detatch". Fix: --detach, or see ./scripts/${mode}-mode.sh --help.`,
  },
  { words: '--without', says: `error: --without <name> lacks its value. ${help(`${mode}-mode.sh`)}` },
  { words: '--without nobody', says: NOBODY },
  {
    words: '--without ai-brain',
    says: 'error: cannot be left out alone: frontend requires ai-brain. Fix: add --with-dependents to leave out frontend too, or keep what they require.',
  },
  {
    words: '--only asset-servise',
    says: 'error: there is no service "asset-servise": did you mean asset-service? Fix: name one of *.',
  },
  {
    words: '--only redis --without redis',
    says: 'error: nothing is left to start. Fix: leave out less.',
  },
  {
    words: '--rebuild nobody',
    says: 'error: "nobody" is not an image that is built here. Fix: rebuild one of *.',
  },
  {
    words: '--poll 10',
    says: 'error: --poll "10" is not a number of milliseconds, 50 or more. Fix: use for example --poll 500.',
  },
  { words: 'now', says: `error: too many arguments: 1 given, none taken. ${help(`${mode}-mode.sh`)}` },
  {
    words: '--rollback --setup',
    says: `error: --rollback and --setup exclude each other. ${help(`${mode}-mode.sh`)}`,
  },
  NO_ENGINE,
  ...VARIABLES,
];

/** What starts a mode, by its word on the library's command line. */
export const STARTS: Readonly<Record<string, Uses>> = {
  dev: {
    right: [
      { words: '', engine: 'dev', says: DEV },
      { words: '--setup', engine: 'dev', says: DEV },
      { words: '--detach', says: DEV },
      { words: '--without frontend', engine: 'dev', says: LEFT_OUT },
      { words: '--without ai-brain --with-dependents', engine: 'dev', says: LEFT_OUT },
      { words: '--without redis --with-dependents', engine: 'dev', says: LEFT_OUT },
      { words: '--only frontend', engine: 'dev', says: LEFT_OUT },
      { words: '--adopt', engine: 'dev', says: DEV },
      { words: '--replace', engine: 'dev', says: DEV },
      { words: '--gateway', engine: 'dev', says: DEV },
      { words: '--rebuild frontend', engine: 'dev', says: DEV },
    ],
    wrong: [
      ...starts('dev'),
      {
        words: '--swarm',
        says: 'error: Swarm runs prod alone: dev mounts files of this machine. Fix: ./scripts/dev-mode.sh.',
      },
      {
        words: '--rollback',
        says: 'error: dev mode keeps no releases to return to. Fix: check out the earlier source, then ./scripts/dev-mode.sh.',
      },
      {
        words: '',
        engine: 'prod',
        code: 1,
        says: 'error: prod is run by Compose (* containers). Fix: ./scripts/stop-prod.sh, or --replace.',
      },
    ],
  },
  prod: {
    right: [
      { words: '', says: PROD },
      { words: '--replace', engine: 'dev', says: PROD },
      { words: '--setup', engine: 'prod', says: PROD },
      { words: '--rebuild frontend', engine: 'prod', says: PROD },
    ],
    wrong: [
      ...starts('prod'),
      {
        words: '--swarm',
        code: 1,
        says: 'error: this engine is in no swarm. Fix: ./scripts/prod-mode.sh --swarm --setup.',
      },
      {
        words: '',
        engine: 'dev',
        code: 1,
        says: 'error: dev is run by Compose (* containers). Fix: ./scripts/stop-dev.sh, or --replace.',
      },
      {
        words: '--rollback',
        code: 1,
        says: 'error: there is no earlier release of opsconductor to return to. Fix: start one: ./scripts/prod-mode.sh.',
      },
    ],
  },
};
