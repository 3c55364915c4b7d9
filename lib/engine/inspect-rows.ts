import { runDocker } from './command.js';

/**
 * What the engine says of several containers or volumes in one call: each call is a process. Those that are not there are left out,
 * whatever the others are.
 * @param fields Go templates, the first that of what each is known by
 * @returns a row for each, with as many values as there are fields
 */
export async function inspectRows(
  kind: 'container' | 'volume',
  names: Iterable<string>,
  fields: readonly string[],
): Promise<string[][]> {
  const all = [...new Set(names)];
  if (all.length === 0) return [];
  const { stdout } = await runDocker([kind, 'inspect', '--format', fields.join('\t'), ...all]);
  return stdout
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((values) => values.length === fields.length);
}
