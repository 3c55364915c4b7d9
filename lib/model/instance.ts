/** A container is reached by its name, which DNS limits to 63: half of it is left for the service and the mode. */
export const LONGEST_NAME = 32;

/**
 * What a copy of a system could be called.
 * @param system the system's own name
 * @param directory the name of its worktree's directory, whatever that is
 * @param mark a few letters and digits that no other copy has
 * @returns a name that says where it is, and one that also nobody else has: that is for when the first is taken
 */
export function instanceNames(
  system: string,
  directory: string,
  mark: string,
): readonly [plain: string, distinct: string] {
  const word = directory
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  // people call it opsystem-feature, and mean feature
  const own = trimmed(
    `${trimmed(word)}-`.startsWith(`${system}-`) ? trimmed(word).slice(system.length) : word,
  );
  const plain = `${system}-${own || 'copy'}`;
  const distinct = `${trimmed(plain.slice(0, LONGEST_NAME - mark.length - 1))}-${mark}`;
  return [plain.length <= LONGEST_NAME ? plain : distinct, distinct];
}

function trimmed(word: string): string {
  return word.replaceAll(/^-+|-+$/g, '');
}

const STEP = 100;
const FIRST = 10_000;
/** From here on, an engine and a kernel give ports to programs that ask for any. */
const EPHEMERAL = 32_768;
const LAST_PORT = 65_535;
/** The largest that can be set. */
export const LARGEST_OFFSET = 50_000;

/**
 * Everything that could be added to the ports of a system to get others, in the order in which it is tried: round numbers, and
 * those first that the kernel gives to nobody.
 * @param ports all host ports of the system, nothing added
 */
export function portOffsets(ports: readonly number[]): number[] {
  const highest = Math.max(1, ...ports);
  const from = (first: number, end: number) => {
    const all: number[] = [];
    for (let offset = first; offset < end; offset += STEP) all.push(offset);
    return all;
  };
  const last = Math.min(LAST_PORT - highest, LARGEST_OFFSET) + 1;
  const low = Math.min(EPHEMERAL - highest, last);
  return [...from(FIRST, low), ...from(STEP, Math.min(FIRST, low)), ...from(ceiling(low), last)];
}

function ceiling(offset: number): number {
  return Math.max(STEP, Math.ceil(offset / STEP) * STEP);
}
