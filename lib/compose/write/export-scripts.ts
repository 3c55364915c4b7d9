import { environmentName } from '../../model/conventions.js';
import { dataSecrets } from '../../model/data-secret.js';
import { imageName } from '../../model/image.js';
import { labelNames } from '../../model/labels.js';
import { publishedUrl } from '../../model/port.js';
import { hexBytes, patternOf, type SystemSecret, secretsOf, urlVariable } from '../../model/secret.js';
import { jobsOf, type SystemSpec, startedOf, volumesOf } from '../../model/service-spec.js';

/** The images, beside the files that `renderExport` gives. */
export const IMAGES_FILE = 'images.tar';
/** The SHA-256 of every file of an export but itself, in the form of sha256sum. */
export const CHECKSUMS_FILE = 'SHA256SUMS';
/** Made where the export runs, and nobody else's. */
export const SECRETS_FILE = 'secrets.env';
/** The same, quoted as Compose reads them. */
const COMPOSE_SECRETS = 'compose-secrets.env';

const PREAMBLE = `set -eu
cd "$(dirname "$0")"

fail() {
  echo "error: $1" >&2
  exit 1
}

interrupted() {
  trap - "$1"
  echo "interrupted: $left. To go on: $0" >&2
  kill -s "$1" $$
}
for signal in INT TERM HUP; do trap "interrupted $signal" $signal; done
`;

/** Compose starts and stops its project as a whole: what else is in it would be ended. */
function refuseStrangers({ name, conventions }: SystemSpec, project: string): string {
  const own = `{{.Label "${labelNames(conventions).system}"}}`;
  return `strangers=$(docker ps --all --filter label=com.docker.compose.project=${project} \\
  --filter label=com.docker.compose.config-hash --format '{{.Names}} ${own}' |
  sed -n '/ ${name}$/!s/ .*//p' | tr '\\n' ' ')
[ -z "$strangers" ] ||
  fail "\${strangers}is not ours, and would be ended with Compose project ${project}. Fix: run it under another project's name"
`;
}

const compose = (project: string) => `docker compose --project-name ${project}`;

/** What starts an export, from the files beside it. */
export function startScript(system: SystemSpec, project: string, host: string): string {
  const images = [...new Set(system.services.map(({ image }) => imageName(image)))];
  const secrets = secretsOf(system);
  const jobs = jobsOf(system).map(({ name }) => name);
  const [variable, adopt] = [
    environmentName(system.conventions, 'HOST'),
    environmentName(system.conventions, 'ADOPT'),
  ];
  const labels = Object.entries(system.network.labels)
    .map(([label, value]) => `--label ${label}=${value}`)
    .join(' ');
  const width = Math.max(...system.services.map(({ name }) => name.length));
  const addresses = system.services
    .flatMap(({ name, published }) => published.map((port) => ({ name, port })))
    .map(({ name, port }) => `  ${name.padEnd(width)}  ${publishedUrl(port, `\${${variable}:-${host}}`)}`);
  return `#!/bin/sh
# Starts ${project} from the files next to this one. Needs Docker with Compose, and no network.
${PREAMBLE}
left='nothing was started'
docker version >/dev/null 2>&1 || fail 'no Docker engine answers. Fix: install it, start it, or set DOCKER_HOST.'
docker compose version >/dev/null 2>&1 || fail 'docker has no compose command. Fix: install Docker Compose.'

# these are the files that were exported
if command -v sha256sum >/dev/null; then sha256=sha256sum; else sha256='shasum -a 256'; fi
unchanged() {
  for file; do
    line=$(grep " $file$" ${CHECKSUMS_FILE} 2>/dev/null) ||
      fail "${CHECKSUMS_FILE} does not name $file. Fix: copy the whole export again"
    echo "$line" | $sha256 -c >/dev/null 2>&1 || fail "$file is not as it was exported. Fix: copy the whole export again"
  done
}
unchanged docker-compose.yml stop.sh

${refuseStrangers(system, project)}
# Compose would find out halfway
free() {
  whose=$(docker "$1" inspect --format '{{with '"$3"'}}{{index . "com.docker.compose.project"}}{{end}}' "$2" 2>/dev/null) || return 0
  [ "$whose" = ${project} ] || fail "$1 $2 is not ours, and has a name that is needed here. Fix: remove or rename it"
}
free network ${system.network.name} .Labels
${startedOf(system)
  .map(({ container }) => `free container ${container} .Config.Labels\n`)
  .join('')}
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
# the first start from here takes no data that is not this system's
known() {
  [ ! -f ${COMPOSE_SECRETS} ] && [ "\${${adopt}:-}" != 1 ] || return 0
  whose=$(docker volume inspect --format '{{with .Labels}}{{index . "${labelNames(system.conventions).system}"}}{{end}}' "$1" 2>/dev/null) || return 0
  [ "$whose" = ${system.name} ] ||
    fail "nobody knows whose data is in the volume $1. Fix: if it is this system's: ${adopt}=1 ./start.sh takes it; if not: export under another ${environmentName(system.conventions, 'NAME')}"
}
${volumesOf(system)
  .map((volume) => `known ${volume}\n`)
  .join('')}
for image in \\
  ${images.join(' \\\n  ')}; do
  docker image inspect "$image" >/dev/null 2>&1 && continue
  unchanged ${IMAGES_FILE}
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
  # in a file, for everybody of this user can look at a process's environment; Compose would take what the shell has first
  unset "$1" "${urlVariable('$1')}"
  {
    printf '%s="%s"\\n' "$1" "$(printf %s "$value" | sed 's/["$\\\\]/\\\\&/g')"
    printf '%s=%s\\n' "${urlVariable('$1')}" "$(printf %s "$value" | od -An -v -tx1 | tr -d ' \\n' | sed 's/../%&/g')"
  } >>${COMPOSE_SECRETS}
}
: >${COMPOSE_SECRETS}
${secrets.map(secretLine).join('')}
${volumesOf(system)
  .map((volume) => `docker volume create ${labels} ${volume} >/dev/null\n`)
  .join('')}
left='it may be started in part; ./stop.sh stops it'
run() { ${compose(project)} --file docker-compose.yml --env-file ${COMPOSE_SECRETS} "$@"; }
${jobs.map(jobLine).join('')}run up --detach --wait --wait-timeout 300${jobs.map((job) => ` --scale ${job}=0`).join('')} --remove-orphans ||
  fail 'not every service is healthy. Look at: ${compose(project)} logs'

cat <<EOF

${project} runs:
${addresses.join('\n')}
Stop: ./stop.sh (data is kept)
EOF
`;
}

/** Compose starts what a job needs before it. */
function jobLine(job: string): string {
  return `run run --rm --no-TTY ${job} </dev/null || fail 'job ${job} has failed. Fix: see its lines above'\n`;
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

/** What ends an export again. */
export function stopScript(system: SystemSpec, project: string): string {
  return `#!/bin/sh
# Stops ${project}; its data volumes and ${SECRETS_FILE} are kept.
${PREAMBLE}
left='it may be stopped in part'
[ -f ${SECRETS_FILE} ] || fail 'nothing was started from here'
${refuseStrangers(system, project)}# from elsewhere: Compose would read the file here, and miss its variables
nameless=$(docker ps --all --no-trunc --filter label=com.docker.compose.project=${project} --format '{{.Mounts}}' |
  tr , '\\n' | grep -Ex '[0-9a-f]{64}' || true)
(cd / && ${compose(project)} down)
# what an image's VOLUME has made, and nobody finds again
[ -z "$nameless" ] || docker volume rm $nameless >/dev/null 2>&1 || true
echo 'Stopped; the data volumes and ${SECRETS_FILE} are kept.'
`;
}
