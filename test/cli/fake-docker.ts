import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mode } from '../../lib/model/mode.js';
import { plant } from '../disk/tree.js';

/** A container, as the engine would list it. */
export interface FakeContainer {
  readonly name: string;
  readonly mode: Mode;
  readonly service: string;
  /** The name of its image. */
  readonly image?: string;
  /** @default compose */
  readonly engine?: 'compose' | 'terraform';
}

/** The image is there, and so is no other thing: what commands ask an engine that runs these containers and nothing else. */
const SCRIPT = `#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/calls"
all=" $* "
if [ -e "$here/slow" ] && echo "$*" | grep -Eqf "$here/slow"; then echo $$ >> "$here/begun"; sleep 1; fi
if [ -e "$here/hang" ] && echo "$*" | grep -Eqf "$here/hang"; then echo $$ >> "$here/begun"; exec sleep 300; fi
[ "$1" != --log-level ] || shift 2
mode=
case $all in *mode=dev*) mode=dev ;; *mode=prod*) mode=prod ;; esac
case $1-$2 in
  version-*) case $3 in *Client*) echo 1.41 ;; *) echo 20.10.24 ;; esac ;;
  compose-version) echo 5.6.1 ;;
  compose-*)
    case $all in
      *" down "*) cut -f2 "$here/containers" | sed 's/.*/ Container & Removed /' ;;
      *" up "*) i=0; while [ $i -lt 300 ]; do echo " Container c$i Healthy "; i=$((i + 1)); done ;;
    esac ;;
  ps-*) case $all in
      *publish=*) ;;
      *--quiet*) awk -F'\\t' -v mode="$mode" 'mode == "" || $3 == mode { print $1 }' "$here/containers" ;;
      *volume=*) cat "$here/users" 2> /dev/null || true ;;
      *network=*) ;;
      *) awk -F'\\t' -v mode="$mode" 'mode == "" || $3 == mode' "$here/containers" | cut -f1-11 ;;
    esac ;;
  container-inspect)
    case $4 in *RestartCount*)
      shift 4
      for name; do printf '%s\\t0\\t{"Status": "running", "Pid": 0, "ExitCode": 0, "StartedAt": "2030-01-01T00:00:00Z", "Health": {"Status": "healthy"}}\\n' "$name"; done
      exit ;;
    esac
    for name; do :; done
    # all of it, by its id
    case $3-$name in id-*-*)
      echo '[{"Id": "1", "Image": "sha256:1", "Mounts": [], "Config": {"Image": "x", "Env": null, "Labels": {}, "User": ""}, "HostConfig": {}}]'
      exit ;;
    esac
    shift 4
    for name; do
      image=$(awk -F'\\t' -v name="$name" '$2 == name { print $12 }' "$here/containers")
      labels=$(awk -F'\\t' -v name="$name" '$2 == name { printf "{\\"io.opsconductor.mode\\":\\"%s\\",\\"io.opsconductor.service\\":\\"%s\\",\\"io.opsconductor.system\\":\\"%s\\"}", $3, $4, $5 }' "$here/containers")
      [ -z "$image" ] || printf '%s\\tid\\t%s\\t%s\\t{"Running": true, "Pid": 0, "StartedAt": "2030-01-01T00:00:00Z"}\\n' "$name" "$image" "$labels"
    done ;;
  system-df) echo '[{"Name": "opsconductor-postgres_data-dev", "Size": "48.2MB"}]' ;;
  info-*) printf '/\\t%s\\n' "$(date -u +%FT%TZ)" ;;
  logs-*) cat "$here/log" 2> /dev/null || echo '2030-01-01T00:00:00.000000000Z ready' ;;
  image-inspect) [ ! -e "$here/empty" ] || exit 1; case $all in *--format*) echo sha256:0123456789abcdef ;; *) echo '[{"Id": "sha256:1", "Config": {}}]' ;; esac ;;
  volume-ls) cat "$here/volumes" 2> /dev/null || true ;;
  image-ls | container-ls | network-ls | volume-rm | tag-* | image-rm | volume-create | stop-* | rm-* | cp-* | restart-* | start-*) ;;
  exec---interactive) ;;
  create-*) echo id-of-one-off ;;
  volume-inspect | exec-*) exit 1 ;;
  build-* | pull-*)
    [ ! -e "$here/offline" ] || { echo 'dial tcp: no route to host' >&2; exit 1; }
    i=0; while [ $i -lt 60 ]; do echo "Step $i"; i=$((i + 1)); done
    echo "Digest: sha256:$(printf %064d 7)" ;;
  manifest-inspect) ;;
  save-*) echo images > "$3" ;;
  *) echo "unknown to the fake engine: $*" >&2; exit 1 ;;
esac
`;

/**
 * A `docker` of the tests. Where a file `hang` beside it has an expression, calls that match it do not end; those that match `slow` take
 * a second; the file `begun` has the processes of both.
 * @param state `empty`: it has no image yet; `offline`: nothing can be built or pulled
 * @returns the PATH on which it is found first
 */
export function fakeDocker(containers: readonly FakeContainer[] = [], ...state: readonly string[]): string {
  const directory = plant(Object.fromEntries(state.map((name) => [name, ''])));
  const line = ({ name, mode, service, image = 'x', engine = 'compose' }: FakeContainer) =>
    [
      ...[`id-${name}`, name, mode, service, 'opsconductor'],
      ...(engine === 'compose'
        ? ['', `opsconductor-${mode === 'dev' ? 'dev' : 'clean'}`, 'hash']
        : ['spec', '', '']),
      // of no stack
      ...['', 'running', 'Up 1 second (healthy)', image],
    ].join('\t');
  writeFileSync(join(directory, 'docker'), SCRIPT);
  writeFileSync(join(directory, 'containers'), containers.map((each) => `${line(each)}\n`).join(''));
  chmodSync(join(directory, 'docker'), 0o755);
  return `${directory}:${dirname(process.execPath)}:${process.env.PATH}`;
}
