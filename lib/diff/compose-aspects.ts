import type { ComposeAttributes } from '../model/compose-attributes.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { type Area, type Aspect, aspect } from './aspect.js';

/** Attributes whose values are often secrets: of them only the names are told. */
const HIDDEN = /^(environment|build\.args|.*\.content$|.*\.environment)\b/;

/** What only Compose is told, each attribute by its path: `deploy.resources.limits.memory: 1G`, `volumes ./site:/site`. */
export function composeAspects(compose: ComposeAttributes = {}): Aspect[] {
  return Object.entries(compose).flatMap(([key, value]) => leaves(key, value));
}

function leaves(path: string, value: unknown): Aspect[] {
  if (Array.isArray(value)) return value.map((item) => aspect('Compose', `${path} ${textOf(item)}`, ''));
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, item]) => leaves(`${path}.${key}`, item));
  return [aspect('Compose', path, HIDDEN.test(path) ? HIDING + textOf(value) : textOf(value))];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  // an env file in its long form, which says no more
  const { path, ...more } = (value ?? {}) as { readonly path?: unknown };
  return typeof path === 'string' && Object.keys(more).length === 0 ? path : JSON.stringify(value);
}

/** Before a value that is compared, and never shown. */
const HIDING = '\0';

/** Whether a value is only compared. */
export function isHiddenValue(value: string): boolean {
  return value.startsWith(HIDING);
}

/** All that only Compose is told of a service, and at the top of its file of what that uses: `volumes.media.driver: nfs`. */
export function toldAspects({ compose: used = {} }: ServiceSpec, { compose = {} }: SystemSpec): Aspect[] {
  const ofAll = Object.entries(compose).flatMap(([section, entries]) =>
    Object.entries(entries as object).flatMap(([name, value]) =>
      uses(used, section, name) ? leaves(`${section}.${name}`, value ?? {}) : [],
    ),
  );
  return [...composeAspects(used), ...ofAll];
}

function uses(compose: ComposeAttributes, section: string, name: string): boolean {
  const said = compose[section];
  if (section === 'networks' && name === 'default' && said === undefined)
    return compose.network_mode === undefined;
  const entries = Array.isArray(said) ? said : Object.keys((said ?? {}) as object);
  return entries.some((entry: unknown) =>
    typeof entry === 'string'
      ? entry === name || entry.startsWith(`${name}:`)
      : (entry as { readonly source?: unknown }).source === name,
  );
}

/** An attribute of Compose → where what becomes of it is told, in words that there are for both engines. */
const TOLD: Readonly<Record<string, readonly Area[]>> = {
  volumes: ['mount', 'data volume'],
  secrets: ['mount'],
  configs: ['mount'],
  ports: ['port'],
  cap_add: ['capability'],
  cap_drop: ['right'],
  security_opt: ['right'],
  read_only: ['right'],
  user: ['right'],
  healthcheck: ['health check'],
  command: ['command'],
  restart: ['limit'],
  depends_on: ['waits for'],
};

/** Without what is told in better words as well. */
export function toldOnce<T extends { readonly area: string; readonly name: string }>(
  changes: readonly T[],
): T[] {
  const areas = new Set(changes.map(({ area }) => area));
  return changes.filter(({ area, name }) => {
    if (area !== 'Compose') return true;
    const [key = ''] = name.split(/[ .]/);
    return !(TOLD[key] ?? []).some((told) => areas.has(told));
  });
}
