import { DEV, help, NO_ENGINE, STARTS, type Use, type Uses, VARIABLES } from './start-uses.js';

const nothingRuns = (mode: 'dev' | 'prod', script: string): Use => ({
  ...{ words: mode, code: 1 },
  says: `error: nothing of opsconductor runs in ${mode} mode. Fix: start it: ./scripts/${script}.`,
});

const looks = (script: string): readonly Use[] => [
  { words: 'staging', says: 'error: unknown mode "staging". Fix: use dev or prod.' },
  {
    words: '--jsno',
    says: `error: unknown option "--jsno". Fix: --json, or see ./scripts/${script} --help.`,
  },
  { words: 'dev prod', says: `error: too many arguments: 2 given, 1 taken. ${help(script)}` },
  { words: '', code: 1, says: 'error: nothing of opsconductor runs. Fix: start it: ./scripts/dev-mode.sh.' },
  nothingRuns('prod', 'prod-mode.sh'),
  {
    ...{ words: 'prod', engine: 'dev', code: 1 },
    says: `error: nothing of opsconductor runs in prod mode; dev does. Fix: ./scripts/${script} dev, or ./scripts/prod-mode.sh --replace, which stops dev and starts prod.`,
  },
  NO_ENGINE,
];

const stops = (mode: 'dev' | 'prod'): readonly Use[] => [
  { words: '--force', says: `error: unknown option "--force". ${help(`stop-${mode}.sh`)}` },
  { words: 'now', says: `error: too many arguments: 1 given, none taken. ${help(`stop-${mode}.sh`)}` },
  NO_ENGINE,
];

const DAILY = './opsconductor';

/** What every daily command says where it has nothing to work on. */
const idle = (words = ''): readonly Use[] => [
  {
    ...{ words, code: 1 },
    says: 'error: nothing of opsconductor runs. Fix: start it: ./scripts/dev-mode.sh.',
  },
  { ...NO_ENGINE, words },
];

/** Each command by its word on the library's command line. */
export const USES: Readonly<Record<string, Uses>> = {
  ...STARTS,
  watch: {
    right: ['', '--rebuild', '--poll 500'].map((words) => ({ words, engine: 'dev', says: '' })),
    wrong: [
      { words: '--rebuild-all', says: `error: unknown option "--rebuild-all". ${help('watch.sh')}` },
      {
        words: '--poll soon',
        says: 'error: --poll "soon" is not a number of milliseconds, 50 or more. Fix: use for example --poll 500.',
      },
      { words: 'frontend', says: `error: too many arguments: 1 given, none taken. ${help('watch.sh')}` },
      { ...nothingRuns('dev', 'dev-mode.sh'), words: '' },
      {
        ...{ words: '', engine: 'prod', code: 1 },
        says: 'error: nothing of opsconductor runs in dev mode; prod does. Fix: ./scripts/dev-mode.sh --replace, which stops prod and starts dev.',
      },
      NO_ENGINE,
    ],
  },
  status: {
    right: [{ words: '', engine: 'dev', says: ['dev mode, started by Compose', '  Data volumes: *'] }],
    wrong: looks('status.sh'),
  },
  verify: {
    // what it says of containers is for the live tests
    right: [],
    wrong: [
      ...looks('verify.sh'),
      {
        words: '--probe',
        code: 1,
        says: 'error: nothing of opsconductor runs. Fix: start it: ./scripts/dev-mode.sh.',
      },
    ],
  },
  validate: {
    right: [
      { words: '', says: ['*', '13 services in 2 modes, * rules: no error, *'] },
      ...[
        '--dev docker-compose.yml docker-compose.override.yml --prod docker-compose.prod.yml',
        '--dev docker-compose.yml --prod docker-compose.prod.yml',
        '--dev compose.yaml compose.dev.yaml --prod compose.yaml compose.prod.yaml',
      ].map(
        (words): Use => ({
          words,
          engine: 'none',
          says: ['*', '1 service in 2 modes, * rules: no error*'],
        }),
      ),
      {
        words: '--compose docker-compose.yml',
        engine: 'none',
        says: ['1 service in 1 mode, * rules: no error*', 'The files were taken for prod: *'],
      },
      { words: '--rule source-exists', says: '13 services in 2 modes, 1 rule: no error*' },
      { words: '--files', says: ['*', '*'] },
      { words: '--level error --sarif', says: ['{', '}'] },
    ],
    wrong: [
      {
        words: '--compose nowhere.yml',
        says: 'error: *nowhere.yml does not exist. Fix: name a file that does.',
      },
      {
        words: 'docker-compose.yml',
        says: `error: too many arguments: 1 given, none taken. ${help('validate-mounts.sh')}`,
      },
      {
        words: '--rule source-exist',
        says: 'error: there is no rule "source-exist". Fix: use *source-exists*.',
      },
      {
        words: '--json --sarif',
        says: `error: --json and --sarif exclude each other. ${help('validate-mounts.sh')}`,
      },
      ...VARIABLES.slice(0, 2),
    ],
  },
  'stop-dev': {
    right: [
      {
        words: '',
        engine: 'dev',
        says: ['  stopped *', 'Stopped * services of dev mode; the data volumes are kept.'],
      },
      {
        words: '',
        engine: 'prod',
        says: 'Nothing of opsconductor runs in dev mode. prod does; to stop it: ./scripts/stop-prod.sh',
      },
    ],
    wrong: [
      ...stops('dev'),
      {
        words: '',
        engine: 'dev by Terraform',
        code: 1,
        says: 'error: dev is run by Terraform, not by Compose. Fix: ./scripts/cdktf.sh destroy dev.',
      },
    ],
  },
  'stop-prod': {
    right: [
      {
        words: '',
        engine: 'prod',
        says: ['  stopped *', 'Stopped * services of prod mode; the data volumes are kept.'],
      },
      { words: '', says: 'Nothing of opsconductor runs in prod mode.' },
    ],
    wrong: stops('prod'),
  },
  export: {
    right: [
      {
        words: '../release',
        says: [
          'The whole log: *',
          'Copy it to a machine with Docker and run start.sh there; README.txt has the details.',
        ],
      },
    ],
    wrong: [
      { words: '', says: `error: the directory is missing. ${help('export.sh')}` },
      { words: 'FILE', says: 'error: *cdktf.json is not a directory. Fix: name a new or empty directory.' },
      { words: 'here there', says: `error: too many arguments: 2 given, 1 taken. ${help('export.sh')}` },
      { ...NO_ENGINE, words: '../release' },
    ],
  },
  prune: {
    right: [{ words: '--dry-run', says: 'Nothing to remove: everything of opsconductor is still needed.' }],
    wrong: [
      {
        words: '--dry',
        says: `error: unknown option "--dry". ${help('prune.sh')}`,
      },
      { words: 'images', says: `error: too many arguments: 1 given, none taken. ${help('prune.sh')}` },
      NO_ENGINE,
    ],
  },
  'lock-images': {
    right: [{ words: '', says: ['new      *@sha256:*', 'images.lock.json pins * images. Commit it.'] }],
    wrong: [
      { words: '--update', says: `error: unknown option "--update". ${help('lock-images.sh')}` },
      { words: 'redis', says: `error: too many arguments: 1 given, none taken. ${help('lock-images.sh')}` },
      {
        words: '',
        engine: 'offline',
        code: 1,
        says: 'error: no registry has *: *no route to host. Fix: try again where one answers, or map it in cdktf.json.',
      },
      NO_ENGINE,
    ],
  },
  new: {
    // `test/docs/contributing.test.ts` calls it, for it takes a synthesis
    right: [],
    wrong: [
      { words: 'service', says: `error: the name is missing. ${help('new.sh')}` },
      { words: 'rule billing', says: 'error: unknown kind "rule". Fix: use service.' },
      {
        words: 'service Billing',
        says: `error: "Billing" cannot be a service's name. Fix: use lower-case letters, digits and "-", a letter first.`,
      },
      {
        words: 'service postgres',
        says: 'error: a service postgres already exists. Fix: choose another name.',
      },
    ],
  },
  diff: {
    // `test/diff/` calls the others: they need a repository, or an engine that tells all of a container
    right: [],
    wrong: [
      {
        ...{ words: 'dev clean', code: 1 },
        says: 'error: "dev clean" cannot be compared. Fix: use dev prod, or --base.',
      },
      {
        ...{ words: '--running staging', code: 1 },
        says: 'error: unknown --running "staging". Fix: use dev or prod.',
      },
      {
        ...{ words: '--running dev --base main', code: 1 },
        says: `error: --running and --base exclude each other. ${help('diff.sh')}`,
      },
      {
        ...{ words: 'dev prod --base main', code: 1 },
        says: 'error: dev prod and --base exclude each other. Fix: give one of them.',
      },
      {
        ...{ words: '--base HEAD', code: 1 },
        says: 'error: * is in no git repository, so there is nothing to compare with. Fix: compare the two modes (diff dev prod), or with what runs (diff --running dev).',
      },
      { ...NO_ENGINE, words: '--running dev' },
      { ...nothingRuns('dev', 'dev-mode.sh'), words: '--running dev' },
    ],
  },
  graph: {
    right: [
      { words: '', says: ['flowchart LR', '  s_frontend --> s_redis'] },
      { words: 'prod', says: ['flowchart LR', '  s_frontend --> s_redis'] },
      { words: 'prod --format svg', says: ['<svg *', '</svg>'] },
      { words: '--format html', says: ['<!doctype html>', '</html>'] },
    ],
    wrong: [
      { words: 'staging', says: 'error: unknown mode "staging". Fix: use dev or prod.' },
      { words: '--format png', says: 'error: unknown --format "png". Fix: use svg, html or mermaid.' },
      { words: '--format', says: `error: --format <format> lacks its value. ${help('graph.sh')}` },
      { words: 'dev prod', says: `error: too many arguments: 2 given, 1 taken. ${help('graph.sh')}` },
      {
        words: 'prod --format html',
        says: 'error: html shows both modes, not prod alone. Fix: leave out "prod", or use --format svg.',
      },
      // what this machine leaves out is drawn all the same
      ...VARIABLES.slice(0, 3),
    ],
  },
  compose: {
    right: [
      { words: 'dev logs -f ai-brain', engine: 'dev', says: '' },
      { words: 'prod logs -f --tail 100', engine: 'prod', says: '' },
      { words: 'prod logs gateway', engine: 'prod', says: '' },
      { words: 'dev exec postgres sh', engine: 'dev', says: '' },
    ],
    wrong: [
      { words: '', says: `error: the mode is missing. ${help('compose.sh')}` },
      { words: 'staging ps', says: 'error: unknown mode "staging". Fix: use dev or prod.' },
      { words: '--tail dev', says: 'error: unknown mode "--tail". Fix: use dev or prod.' },
      { ...NO_ENGINE, words: 'dev ps' },
    ],
  },
  logs: {
    right: [
      { words: '', engine: 'dev', says: ['* | ready', '* | ready'] },
      { words: 'redis --since 10m', engine: 'prod', says: 'redis | ready' },
      { words: 'ai-brain', engine: 'dev', says: 'ai-brain | ready' },
      { words: 'redis postgres', engine: 'dev', says: ['* | ready', '* | ready'] },
    ],
    wrong: [
      {
        words: 'reddis',
        engine: 'dev',
        says: 'error: there is no service "reddis": did you mean redis? Fix: name one of *.',
      },
      {
        words: '--since yesterday',
        says: 'error: --since "yesterday" is neither a duration nor a time. Fix: use for example --since 10m, or --since 2030-01-31T08:00.',
      },
      {
        words: '--folow',
        says: `error: unknown option "--folow". Fix: --follow, or see ${DAILY} logs --help.`,
      },
      ...idle(),
    ],
  },
  restart: {
    right: [
      { words: 'redis', engine: 'dev', says: 'redis restarted, healthy in * s' },
      {
        words: '',
        engine: 'dev by Terraform',
        says: ['*restarted, healthy in * s', '*restarted, healthy in * s'],
      },
    ],
    wrong: [
      { words: 'nobody', engine: 'dev', says: 'error: there is no service "nobody". Fix: name one of *.' },
      { words: 'redis --hard', says: `error: unknown option "--hard". Fix: see ${DAILY} restart --help.` },
      ...idle(),
    ],
  },
  shell: {
    right: [{ words: 'redis', engine: 'dev', says: '' }],
    wrong: [
      { words: '', says: `error: the service is missing. Fix: see ${DAILY} shell --help.` },
      { words: 'nobody', engine: 'dev', says: 'error: there is no service "nobody". Fix: name one of *.' },
      ...idle('redis'),
    ],
  },
  run: {
    right: [
      { words: 'redis -- redis-cli -h redis ping', engine: 'dev', says: '' },
      {
        words:
          "postgres -- sh -c 'PGPASSWORD=$(cat $POSTGRES_PASSWORD_FILE) psql -h postgres -U $POSTGRES_USER'",
        engine: 'dev',
        says: '',
      },
    ],
    wrong: [
      {
        words: 'redis',
        engine: 'dev',
        says: 'error: no program is named to run beside redis. Fix: name it after --.',
      },
      {
        words: 'nobody -- ls',
        engine: 'dev',
        says: 'error: there is no service "nobody". Fix: name one of *.',
      },
      ...idle('redis -- ls -l'),
    ],
  },
  doctor: {
    right: [{ words: '', says: ['ok * node * Node *', 'ok * backup *'] }],
    wrong: [
      {
        words: 'disk',
        says: `error: too many arguments: 1 given, none taken. Fix: see ${DAILY} doctor --help.`,
      },
      { words: '--fix', says: `error: unknown option "--fix". Fix: see ${DAILY} doctor --help.` },
      ...VARIABLES.slice(0, 1),
    ],
  },
  rebuild: {
    right: [{ words: 'frontend', engine: 'dev', says: DEV }],
    wrong: [
      {
        ...{ words: 'redis', engine: 'dev' },
        says: 'error: "redis" is not an image that is built here. Fix: rebuild one of *.',
      },
      { words: '--now', says: `error: unknown option "--now". Fix: see ${DAILY} rebuild --help.` },
      ...idle(),
    ],
  },
  clean: {
    right: [{ words: '--dry-run', engine: 'dev', says: ['Would remove:', '  *'] }],
    wrong: [
      {
        words: '--data all',
        says: `error: too many arguments: 1 given, none taken. Fix: see ${DAILY} clean --help.`,
      },
      { words: '--force', says: `error: unknown option "--force". Fix: see ${DAILY} clean --help.` },
      NO_ENGINE,
    ],
  },
  backup: {
    // `test/live/backup.live.test.ts` calls it, for it needs restic and a database
    right: [],
    wrong: [
      {
        words: '',
        says: 'error: nobody has said where backups go. Fix: set OPSCONDUCTOR_BACKUP to a directory or a remote of restic, then ./opsconductor backup init.',
      },
      { words: 'now', says: 'error: unknown what "now". Fix: use init, list, verify or schedule.' },
      { words: 'list 1', says: 'error: too many arguments: backup list takes no id. Fix: leave it out.' },
      {
        words: '--keep 7',
        says: 'error: --keep "7" does not say how many days, weeks and months. Fix: use for example --keep 7,5,12.',
      },
      {
        words: 'verify --json',
        says: 'error: --json is for backup list. Fix: leave it out, and go by the exit code.',
      },
    ],
  },
  secrets: {
    // `test/secrets/edit.test.ts` calls it, with a key and an editor
    right: [],
    wrong: [
      { words: '', says: 'error: the action is missing. Fix: see ./opsconductor secrets --help.' },
      { words: 'now', says: 'error: unknown action "now". Fix: use key, edit, check or rotate.' },
      {
        words: 'edit A',
        says: 'error: too many arguments: 2 given, 1 taken. Fix: only rotate takes a name.',
      },
      {
        words: 'rotate',
        says: 'error: the name of the secret is missing. Fix: use one of POSTGRES_PASSWORD, SETUP_SECRET.',
      },
      {
        words: 'rotate NOPE',
        says: 'error: there is no secret NOPE. Fix: use one of POSTGRES_PASSWORD, SETUP_SECRET.',
      },
    ],
  },
  restore: {
    right: [],
    wrong: [
      {
        words: '',
        says: 'error: nobody has said where backups go. Fix: set OPSCONDUCTOR_BACKUP to a directory or a remote of restic, then ./opsconductor backup init.',
      },
      { words: '--force', says: `error: unknown option "--force". Fix: see ${DAILY} restore --help.` },
      {
        words: '1 2',
        says: `error: too many arguments: 2 given, 1 taken. Fix: see ${DAILY} restore --help.`,
      },
    ],
  },
  instances: {
    right: [
      {
        words: '',
        engine: 'dev',
        says: ['opsconductor  ports + *  dev: * of * services up  * (here)', '*'],
      },
    ],
    wrong: [
      {
        words: 'stop',
        says: 'error: the name is missing: stop which one. Fix: see ./opsconductor instances.',
      },
      {
        words: 'stop nobody',
        says: 'error: no copy is called "nobody". Fix: use one of these: opsconductor.',
      },
      { words: 'end opsconductor', says: 'error: unknown what "end". Fix: use stop, clean or seed.' },
      { words: 'stop opsconductor --json', says: 'error: --json is for the list. Fix: leave it out.' },
      { words: '--data', says: 'error: --data is for instances clean. Fix: leave it out.' },
      {
        ...{ words: 'seed opsconductor', code: 1 },
        says: 'error: opsconductor is the copy that is here. Fix: name another one: ./opsconductor instances.',
      },
      {
        ...{ words: 'clean opsconductor', code: 1 },
        says: 'error: the worktree of opsconductor is still there: *. Fix: clean up there: cd * && ./opsconductor clean.',
      },
      NO_ENGINE,
    ],
  },
  mcp: {
    // `test/agents/server.test.ts` and `test/agents/stdio.test.ts` call it as clients do
    right: [],
    wrong: [
      {
        words: 'status',
        says: `error: too many arguments: 1 given, none taken. Fix: see ${DAILY} mcp --help.`,
      },
      {
        words: '--allow-restarts',
        says: `error: unknown option "--allow-restarts". Fix: --allow-restart, or see ${DAILY} mcp --help.`,
      },
      ...VARIABLES.slice(0, 1),
    ],
  },
  ui: {
    // `test/live/ui.ts` calls it, for it goes on until it is ended
    right: [],
    wrong: [
      {
        words: '--port 80',
        says: 'error: --port "80" is no port that everybody may use. Fix: give one from 1024 to 65535.',
      },
      { words: '--open', says: `error: unknown option "--open". Fix: see ${DAILY} ui --help.` },
      { words: 'dev', says: `error: too many arguments: 1 given, none taken. Fix: see ${DAILY} ui --help.` },
      NO_ENGINE,
    ],
  },
  completion: {
    right: [
      { words: 'bash', says: ['# Completion of opsconductor for bash.', 'complete * opsconductor'] },
      ...['zsh', 'fish'].map((words): Use => ({ words, says: ['*', '*'] })),
    ],
    wrong: [
      { words: '', says: `error: the shell is missing. Fix: see ${DAILY} completion --help.` },
      { words: 'tcsh', says: 'error: unknown shell "tcsh". Fix: use bash, zsh or fish.' },
      ...VARIABLES.slice(0, 1).map((use) => ({ ...use, words: 'bash' })),
    ],
  },
  init: {
    right: [
      { words: '', says: ['Created opsconductor-test-*:', 'main.ts is the system: add services there. *'] },
      {
        words: '--dev compose.yaml --dev compose.dev.yaml --prod compose.yaml',
        says: ['--- *', 'Nothing was written. With --yes it is.'],
      },
    ],
    wrong: [
      {
        words: 'my shop',
        says: 'error: init takes one name. Fix: npx twomode init shop.',
      },
      { words: '--name', says: `error: Unknown option '--name'. Fix: npx twomode init --help.` },
      {
        words: '--dev nowhere.yml',
        says: 'error: nowhere.yml does not exist. Fix: name Compose files that do.',
      },
      {
        words: 'My_Shop',
        says: `error: "My_Shop" cannot be a system's name. Fix: give one of lower-case letters, digits and "-": npx twomode init shop.`,
      },
    ],
  },
  synth: {
    right: [{ words: '', says: '' }],
    wrong: [
      {
        words: 'dev',
        says: 'error: too many arguments: 1 given, none taken. Fix: see npx cdktf synth --help.',
      },
      ...VARIABLES,
    ],
  },
  prepare: {
    right: [],
    wrong: [
      {
        words: 'nowhere.json 1',
        code: 1,
        says: 'error: *nowhere.json does not exist. Fix: write it: npx cdktf synth.',
      },
      { ...NO_ENGINE, words: 'nowhere.json 1' },
      { words: '', says: 'error: the file is missing. Fix: see *' },
    ],
  },
};
