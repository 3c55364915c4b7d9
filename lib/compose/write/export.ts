import { environmentName } from '../../model/conventions.js';
import { dataSecrets } from '../../model/data-secret.js';
import { systemName } from '../../model/deployment.js';
import { imageName } from '../../model/image.js';
import {
  hexBytes,
  patternOf,
  type SystemSecret,
  secretsOf,
  urlVariable,
  withAnyText,
} from '../../model/secret.js';
import { type SystemSpec, volumesOf } from '../../model/service-spec.js';
import { renderSystem } from './render.js';

/** How the Compose file of an export begins: a directory that has one is an earlier export. */
export const EXPORT_HEADER = '# An export of ';

/** The images, beside the files that `renderExport` gives. */
export const IMAGES_FILE = 'images.tar';
/** Made where the export runs, and nobody else's. */
const SECRETS_FILE = 'secrets.env';

/** A file of an export. */
export interface ExportFile {
  readonly name: string;
  readonly text: string;
  readonly executable: boolean;
}

/**
 * All that runs a system beside its images, where Docker and Compose are all there is.
 * @param exported with images that are named and in `images.tar`
 * @param host the default name of the machine that browsers call
 */
export function renderExport(exported: SystemSpec, host: string): ExportFile[] {
  // whoever runs it may choose any password
  const system = withAnyText(exported);
  const project = systemName(system);
  const comment = `${EXPORT_HEADER.slice(1)}${project}: ./start.sh starts it, ./stop.sh stops it.`;
  return [
    { name: 'docker-compose.yml', text: renderSystem(system, comment), executable: false },
    { name: 'start.sh', text: startScript(system, project, host), executable: true },
    { name: 'stop.sh', text: stopScript(project), executable: true },
    {
      name: 'README.txt',
      text: readme(project, environmentName(system.conventions, 'HOST')),
      executable: false,
    },
  ];
}

const PREAMBLE = `set -eu
cd "$(dirname "$0")"

fail() {
  echo "error: $1" >&2
  exit 1
}
`;

const compose = (project: string) => `docker compose --project-name ${project}`;

function startScript(system: SystemSpec, project: string, host: string): string {
  const images = [...new Set(system.services.map(({ image }) => imageName(image)))];
  const secrets = secretsOf(system);
  const variable = environmentName(system.conventions, 'HOST');
  const width = Math.max(...system.services.map(({ name }) => name.length));
  const addresses = system.services
    .flatMap(({ name, published }) => published.map(({ host: port }) => ({ name, port })))
    .map(({ name, port }) => `  ${name.padEnd(width)}  http://\${${variable}:-${host}}:${port}`);
  return `#!/bin/sh
# Starts ${project} from the files next to this one. Needs Docker with Compose, and no network.
${PREAMBLE}
docker version >/dev/null 2>&1 || fail 'no Docker engine answers. Fix: install it, start it, or set DOCKER_HOST.'
docker compose version >/dev/null 2>&1 || fail 'docker has no compose command. Fix: install Docker Compose.'

# what lies here by hand is taken as it stands
! grep -Evqs '^[[:space:]]*(#|$)|^[A-Z_][A-Z0-9_]*=[^[:space:]]([^[:cntrl:]]*[^[:space:]])?$' ${SECRETS_FILE} &&
  ! grep -Eqs "^[A-Z_][A-Z0-9_]*=('.*'|\\".*\\")$" ${SECRETS_FILE} ||
  fail 'a line of ${SECRETS_FILE} is not NAME=value without quotes, and no comment. Fix: correct it'

# a new password would not open data that is there
opens() {
  grep -q "^$1=" ${SECRETS_FILE} 2>/dev/null && return
  docker volume inspect "$2" >/dev/null 2>&1 || return 0
  fail "${SECRETS_FILE} has no $1, but the data volume $2 was written with one. Fix: restore the file, or for new data: docker volume rm $2"
}
${dataSecrets(system)
  .map(({ secret, volume }) => `opens ${secret} ${volume}\n`)
  .join('')}
for image in \\
  ${images.join(' \\\n  ')}; do
  docker image inspect "$image" >/dev/null 2>&1 && continue
  echo 'Loading ${IMAGES_FILE} …'
  docker load --quiet --input ${IMAGES_FILE}
  break
done

# made once and never overwritten: the data knows them
umask 077
touch ${SECRETS_FILE}
chmod 600 ${SECRETS_FILE}
random() { od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \\n'; }
secret() {
  if ! grep -q "^$1=" ${SECRETS_FILE}; then
    [ "$2" ] || fail "${SECRETS_FILE} has no $1, which comes from the team. Fix: write into it, without quotes: $1=..."
    value=$(eval "$2")
    echo "$value" | grep -Eq "$3" || fail '/dev/urandom gives no random bytes'
    echo "$1=$value" >>${SECRETS_FILE}
  fi
  value=$(sed -n "s/^$1=//p" ${SECRETS_FILE})
  printf '%s\\n' "$value" | grep -Eq "$3" || fail "the value of $1 in ${SECRETS_FILE} does not have the form \\"$4\\". Fix: correct it"
  # before what the shell has by that name; Compose would read a value of a file, and not take it as it stands
  export "$1=$value"
  export "${urlVariable('$1')}=$(printf %s "$value" | od -An -v -tx1 | tr -d ' \\n' | sed 's/../%&/g')"
}
${secrets.map(secretLine).join('')}
${volumesOf(system)
  .map((volume) => `docker volume create ${volume} >/dev/null\n`)
  .join('')}
${compose(project)} --file docker-compose.yml --env-file /dev/null up --detach --wait --wait-timeout 300 --remove-orphans ||
  fail 'not every service is healthy. Look at: ${compose(project)} logs'

cat <<EOF

${project} runs:
${addresses.join('\n')}
Stop: ./stop.sh (data is kept)
EOF
`;
}

/** How the other machine makes a secret up, and what it has to look like. */
function secretLine({ name, form = 'any text' }: SystemSecret): string {
  const bytes = hexBytes(form);
  const made =
    form === 'from the team'
      ? ''
      : form === 'fernet'
        ? "head -c 32 /dev/urandom | base64 | tr '+/' '-_'"
        : `random ${bytes ?? 24}`;
  return `secret ${name} "${made}" '${patternOf(form)}' '${form}'\n`;
}

function stopScript(project: string): string {
  return `#!/bin/sh
# Stops ${project}; its data volumes and ${SECRETS_FILE} are kept.
${PREAMBLE}
[ -f ${SECRETS_FILE} ] || fail 'nothing was started from here'
# from elsewhere: Compose would read the file here, and miss its variables
(cd / && ${compose(project)} down)
echo 'Stopped; the data volumes and ${SECRETS_FILE} are kept.'
`;
}

function readme(project: string, variable: string): string {
  return `${project}, ready to run on any machine with Docker and Compose. It needs no network and no source code.

  ./start.sh   loads the images, generates passwords, starts everything and prints the addresses
  ./stop.sh    stops everything; the data stays in Docker's volumes

The machine must have the same processor architecture as the one that made this export.
Browsers reach it as "localhost"; for another name: ${variable}=name ./start.sh
The passwords are in ${SECRETS_FILE} (mode 0600). Keep that file as long as the data: without it nobody can read the data.
A newer export may be written over this directory; ${SECRETS_FILE} and the data stay.
`;
}
