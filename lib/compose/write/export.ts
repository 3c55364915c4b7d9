import { environmentName } from '../../model/conventions.js';
import { dataSecrets } from '../../model/data-secret.js';
import { systemName } from '../../model/deployment.js';
import { imageName } from '../../model/image.js';
import { type SystemSpec, secretsOf, volumesOf } from '../../model/service-spec.js';
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
 * @param system with images that are named and in `images.tar`
 * @param host the default name of the machine that browsers call
 */
export function renderExport(system: SystemSpec, host: string): ExportFile[] {
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

const compose = (project: string) =>
  `docker compose --project-name ${project} --file docker-compose.yml --env-file ${SECRETS_FILE}`;

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

# what lies here by hand is read alike by everybody, or by nobody
! grep -Evqs '^[[:space:]]*(#|$)|^[A-Z_][A-Z0-9_]*=[A-Za-z0-9._~-]+$' ${SECRETS_FILE} ||
  fail 'a line of ${SECRETS_FILE} is not NAME=value with a value of letters, digits, ".", "_", "~" and "-". Fix: correct it'

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
secret() {
  # what the shell has by that name would go before the file
  unset "$1"
  grep -q "^$1=" ${SECRETS_FILE} && return
  value=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \\n')
  [ "\${#value}" -eq 48 ] || fail '/dev/urandom gives no random bytes'
  echo "$1=$value" >>${SECRETS_FILE}
}
${secrets.map((name) => `secret ${name}\n`).join('')}
${volumesOf(system)
  .map((volume) => `docker volume create ${volume} >/dev/null\n`)
  .join('')}
${compose(project)} up --detach --wait --wait-timeout 300 --remove-orphans ||
  fail 'not every service is healthy. Look at: ${compose(project)} logs'

cat <<EOF

${project} runs:
${addresses.join('\n')}
Stop: ./stop.sh (data is kept)
EOF
`;
}

function stopScript(project: string): string {
  return `#!/bin/sh
# Stops ${project}; its data volumes and ${SECRETS_FILE} are kept.
${PREAMBLE}
[ -f ${SECRETS_FILE} ] || fail 'nothing was started from here'
${compose(project)} down
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
