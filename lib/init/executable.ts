import { TOOL } from '../model/tool.js';

/**
 * The executable that runs every command of a project, from any directory.
 * @param taken names of directories beside it
 */
export function executable(name: string, taken: readonly string[]): readonly [path: string, text: string] {
  const path = taken.includes(name) ? `${name}.sh` : name;
  const text = `#!/bin/sh
# Every command of ${name}, from any directory: ./${path} --help
export TWOMODE_CALLED_FROM="$PWD"
cd "$(dirname "$(readlink -f "$0")")" && exec npx ${TOOL} "$@"
`;
  return [path, text];
}
