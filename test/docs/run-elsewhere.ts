/** A test file, or what CI calls, and a text in it that shows that it makes the call. */
type Elsewhere = readonly [file: string, shows: string];

const NEW_USER = 'test/live/new-user.live.test.ts';
const SERVICES = 'test/docs/services.test.ts';
const WAY_OUT = 'test/terraform/way-out.live.test.ts';
const VALIDATOR = 'test/scripts/validator.live.test.ts';
const SHOP = 'test/live/shop.live.test.ts';
const JSON_CALLS = 'test/cli/json.test.ts';

const from = (file: string, commands: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(commands).map(([command, shows]): [string, Elsewhere] => [command, [file, shows]]),
  );

/**
 * Calls of the pages that `test/cli/uses.ts` does not have: they need a repository, a shell, a registry or a real engine. Where what shows
 * it is the name of a page or of its section, that file runs the lines as they stand there.
 */
export const ELSEWHERE: Readonly<Record<string, Elsewhere>> = {
  'npm ci': ['.github/workflows/ci.yml', 'npm ci'],
  './scripts/test.sh': ['.ci/run', 'scripts/test.sh'],
  ...from('test/docs/documents.test.ts', {
    './scripts/test.sh --engine 26': "'--engine', '26'",
    './scripts/test.sh --faults': "'--faults'",
    'ln -s "$PWD/opsconductor" ~/.local/bin/opsconductor': "startsWith('ln ')",
    'echo "GATEWAY_CERTIFICATE=$(cat certificate.pem chain.pem key.pem | base64 -w0)" >> examples/opsconductor/.opsconductor/secrets.prod.env':
      "startsWith('echo \"GATEWAY_CERTIFICATE=')",
  }),
  'docker exec opsconductor-gateway-clean cat /var/tmp/caddy/pki/authorities/local/root.crt': [
    'test/live/gateway.ts',
    "system.container('gateway', mode), 'cat', root",
  ],
  './opsconductor ui --port 7300': ['test/ui/streams.test.ts', 'has the port that it is given'],
  './opsconductor ui': ['test/live/ui.ts', "start(['ui'])"],
  './opsconductor run migrations': ['test/live/prod.live.test.ts', "'run', 'migrations'"],
  'npx twomode restart web': ['test/cli/uses.ts', 'redis restarted, healthy in'],
  ...from('test/live/backup.live.test.ts', {
    'export OPSCONDUCTOR_BACKUP=/var/backups/opsconductor': 'OPSCONDUCTOR_BACKUP',
    './opsconductor backup init': "['backup', 'init']",
    './opsconductor backup': "['backup']",
    './opsconductor backup list': "['backup', 'list']",
    './opsconductor backup verify': "['backup', 'verify']",
    './opsconductor restore': "['restore', ",
    './opsconductor restore 20301231-235959': "['restore', ",
    './opsconductor backup schedule': "['backup', 'schedule']",
  }),
  ...from('test/live/swarm.live.test.ts', {
    './scripts/prod-mode.sh --swarm --setup': "must(PROD, '--swarm', '--setup')",
  }),
  ...from('test/live/swarm-moves.live.test.ts', {
    './scripts/prod-mode.sh --swarm': "must(PROD, '--swarm')",
    './scripts/prod-mode.sh --swarm --replace': "must(PROD, '--swarm', '--replace')",
  }),
  'OPSCONDUCTOR_REGISTRY=registry.example.com:5000 ./scripts/prod-mode.sh --swarm': [
    'test/live/swarm-machines.live.test.ts',
    '`OPSCONDUCTOR_REGISTRY=',
  ],
  ...from('test/live/copies.live.test.ts', {
    'git worktree add ../feature': "'worktree', 'add'",
    './opsconductor instances stop opsconductor-feature': "['instances', 'stop', ",
    './opsconductor instances seed opsconductor': "['instances', 'seed', ",
    './scripts/dev-mode.sh --seed opsconductor': "['--detach', '--seed', ",
    './opsconductor instances clean opsconductor-feature': 'instances clean',
    './opsconductor instances clean opsconductor-feature --data': '--data',
  }),
  ...from('test/secrets/edit.test.ts', {
    './opsconductor secrets edit': "['edit']",
    './opsconductor secrets check': "['check']",
    './opsconductor secrets key': "['key']",
  }),
  './opsconductor secrets rotate POSTGRES_PASSWORD': [
    'test/live/data.live.test.ts',
    "'rotate', 'POSTGRES_PASSWORD'",
  ],
  './opsconductor mcp --allow-restart': ['test/agents/server.test.ts', 'await client(true)'],
  './opsconductor clean --data': ['test/operate/clean.test.ts', 'only when the name of the system is typed'],
  './opsconductor logs -f': ['test/operate/logs.test.ts', 'lose no line and show none twice'],
  './opsconductor logs -f --since 10m': ['test/operate/logs.test.ts', 'lose no line and show none twice'],
  'export OPSCONDUCTOR_ROOT=/path/to/checkout': ['test/live/harness.ts', 'OPSCONDUCTOR_ROOT'],
  'docker volume create --label io.opsconductor.system=opsconductor --label io.opsconductor.mode=prod opsconductor-postgres_data-clean':
    ['test/live/data.live.test.ts', "'volume', 'create'"],
  'npm install --save-dev cdktf-cli@0.21.0': ['package.json', '"cdktf-cli": "0.21.0"'],
  './examples/shop/shop dev --setup': ['test/live/shop.live.test.ts', "expectDailyWork(shop, './shop'"],
  ...from(NEW_USER, {
    'npm pack --pack-destination ..': 'docs/library.md',
    'mkdir ../greetings && cd ../greetings': 'docs/library.md',
    'npm install ../twomode-0.1.0.tgz': 'docs/library.md',
    'curl --silent localhost:8100': 'docs/library.md',
    "sed -i 's/Hello/Good morning/' hello/main.py": 'docs/library.md',
    'npx twomode --help': 'npx twomode synth',
    'npm install --prefix infra ../twomode-0.1.0.tgz': 'docs/compose.md',
    'npx --prefix infra twomode init': 'docs/compose.md',
    'infra/shop validate': 'docs/compose.md',
    'infra/shop dev --setup': 'docs/compose.md',
  }),
  ...from(SERVICES, {
    './scripts/new.sh service billing': "['./scripts/new.sh service billing']",
    'npx twomode new service billing': "['./scripts/new.sh service billing']",
    'npm run synth': "'npm run synth'",
    'npm run snapshots': "'npm run snapshots'",
  }),
  ...from(WAY_OUT, {
    'python3 -m pip download --no-deps cdktn-provider-docker==16.1.0': 'To the maintained fork',
    'python3 -m zipfile -e cdktn_provider_docker-16.1.0-py3-none-any.whl vendor': 'To the maintained fork',
    'terraform -chdir=cdktf.out/stacks/prod init': 'To Terraform alone',
    'terraform -chdir=cdktf.out/stacks/prod plan -refresh=false': 'To Terraform alone',
    'terraform -chdir=hcl/stacks/prod init': 'To Terraform alone',
    'terraform -chdir=hcl/stacks/prod plan -refresh=false': 'To Terraform alone',
  }),
  'terraform -chdir=cdktf.out/stacks/prod apply': [
    'test/live/terraform-order.live.test.ts',
    '-chdir=cdktf.out/stacks/prod apply',
  ],
  ...from(VALIDATOR, {
    'npm run validator -- ..': "'run', 'validator', '--'",
    'npx ../twomode-validator-0.1.0.tgz validate': '../twomode-validator-0.1.0.tgz',
    'npm install --save-dev ../twomode-validator-0.1.0.tgz': "'install'",
    'npx twomode validate --compose docker-compose.yml': "'validate', '--compose'",
  }),
  ...from(SHOP, {
    'npx cdktf deploy': "'cdktf', 'deploy', 'prod'",
    'npx cdktf deploy prod': "'cdktf', 'deploy', 'prod'",
    'npx cdktf destroy prod': "'cdktf', 'destroy', 'prod'",
  }),
  'npx cdktf diff': ['test/live/canary.live.test.ts', "'cdktf', 'diff', 'prod'"],
  ...from('test/live/export.live.test.ts', {
    './start.sh': "join(moved, 'start.sh')",
    './stop.sh': "join(moved, 'stop.sh')",
    'OPSCONDUCTOR_HOST=ops.example.com ./start.sh': 'OPSCONDUCTOR_HOST=',
  }),
  ...from(JSON_CALLS, {
    './opsconductor logs --json': "words: 'logs'",
    './opsconductor doctor --json': "words: 'doctor'",
    './opsconductor instances --json': "words: 'instances'",
    './opsconductor clean --json': "words: 'clean'",
    './opsconductor backup --json': "words: 'backup'",
    './scripts/status.sh --json': "words: 'status'",
    './scripts/verify.sh --json': "words: 'verify'",
    './scripts/validate-mounts.sh --json': "words: 'validate'",
    'npx twomode validate --json': "words: 'validate'",
    './scripts/validate-mounts.sh --files --json': "words: 'validate --files'",
    './scripts/prune.sh --json': "words: 'prune'",
    './scripts/lock-images.sh --json': "words: 'lock-images'",
    './scripts/diff.sh --json': "words: 'diff'",
    './scripts/diff.sh dev prod': "args: ['dev', 'prod']",
  }),
  ...from('test/diff/job.test.ts', {
    './scripts/diff.sh': "['diff']",
    './scripts/diff.sh --base main': "['diff', '--base', original",
    './scripts/diff.sh --base main --json': "['diff', '--base', original, '--json']",
    './scripts/diff.sh --base main --markdown': 'scripts/diff-report.sh',
  }),
  ...from('test/diff/running.test.ts', {
    './scripts/diff.sh --running dev': 'running',
    './scripts/diff.sh --running prod': 'running',
  }),
};
