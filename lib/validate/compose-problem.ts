import type { ParsedCompose, Place, Remark } from '../compose/read/parsed.js';

/** Compose ends at what it could run: it has no text for some values. The files are not at fault. */
const CANNOT_PRINT = /error calling MarshalJSON for type \*?types\.(\w+)/;

/** What of a setup Compose has no text for: `SSHKey` is `build.ssh`; undefined where it said something else. */
export function unprintable(said: string): string | undefined {
  const [, type] = CANNOT_PRINT.exec(said) ?? [];
  return type?.replace(/(Config|Key|Keys|Opts?|Options|Mapping|List)$/, '').toLowerCase();
}

/** What Compose refuses, and who has more to say of it than Compose. */
const SAID_BETTER: readonly RegExp[] = [
  // the own reading, with a remark at its place
  /required variable \S+ is missing a value/,
  // unique-container-names, which knows that profiles keep services apart
  /container name .* is already in use/,
  // no-dependency-cycle
  /dependency cycle detected/,
  // known-dependencies
  /depends on undefined service/,
];

/**
 * What Compose says of a setup that it refuses, at the place that it speaks of.
 * @param directories absolute; paths in them are named relative to them
 * @returns undefined where the own reading of the setup, or a rule, says it better
 */
export function composeProblem(
  said: string,
  own: ParsedCompose,
  directories: readonly string[],
): Remark | undefined {
  if (SAID_BETTER.some((pattern) => pattern.test(said))) return undefined;
  const [, file, rest = said] = /^(?:validating|failed to parse) (\/.*?\.ya?ml): (.*)$/s.exec(said) ?? [];
  const place = placeIn(rest, own) ?? (file === undefined ? undefined : lineIn(rest, file));
  const longestFirst = [...directories].sort((a, b) => b.length - a.length);
  const text = longestFirst.reduce((shorter, directory) => shorter.replaceAll(`${directory}/`, ''), rest);
  return { text, ...(place ? { place } : {}) };
}

/** `services.api.ports must be…`, `'services[api].mem_limit' invalid…`, `service "api" refers to undefined network x`. */
function placeIn(text: string, { system, places }: ParsedCompose): Place | undefined {
  const known = [...system.services.map(({ name }) => name), ...Object.keys(system.inactive ?? {})];
  const names = known.sort((a, b) => b.length - a.length);
  for (const name of names) {
    const rest = afterService(text, name);
    if (rest === undefined) continue;
    const [, kind, what] = /undefined (network|volume|secret|config) "?([^\s":]+)/.exec(rest) ?? [];
    if (kind !== undefined) return places.find(name, `${kind}s[${what}]`);
    const [, key = '', inner] = /^[\]"]?\.(\w+)(?:\.([\w-]+))?/.exec(rest) ?? [];
    return places.find(name, inner === undefined ? key : `${key}[${inner}]`);
  }
  const [, section, name] = /\b(networks|volumes|secrets|configs)[.[]([\w-]+)/.exec(text) ?? [];
  return section === undefined ? undefined : places.find(undefined, `${section}[${name}]`);
}

/** What stands behind a service's name. */
function afterService(text: string, name: string): string | undefined {
  for (const before of ['services.', 'services[', 'service "']) {
    const start = text.indexOf(`${before}${name}`);
    const rest = text.slice(start + before.length + name.length);
    if (start >= 0 && !/^[\w-]/.test(rest)) return rest;
  }
  return undefined;
}

/** `line 1: line 4: mapping key…`: the last of them is the nearest. */
function lineIn(text: string, file: string): Place {
  const [last] = [...text.matchAll(/\bline (\d+)/g)].slice(-1);
  return { file, line: Number(last?.[1] ?? 1), column: 1 };
}
