import { canReadSecrets, readSecrets } from '../disk/secrets-file.js';
import { type EnvironmentValue, isSecret, renderValue, secretNames } from '../model/environment.js';
import { percentEncoded } from '../model/secret.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { inspectRows } from './inspect-rows.js';

/**
 * Container → what it has of secrets that are others by now, as ends of a sentence about its service: a container keeps the variables that
 * it was made with. Nothing where the secrets cannot be read here.
 * @param root the source root, absolute
 */
export async function earlierSecrets(root: string, system: SystemSpec): Promise<Map<string, string[]>> {
  const secrets = secretsHere(root, system);
  const told = system.services.filter(({ environment }) => secretNames(environment).length > 0);
  if (secrets.size === 0 || told.length === 0) return new Map();
  const names = told.map(({ container }) => container);
  const rows = await inspectRows('container', names, ['{{slice .Name 1}}', '{{json .Config.Env}}']);
  const made = new Map(
    rows.map(([name = '', variables = '']) => [name, (JSON.parse(variables) ?? []) as string[]]),
  );
  return new Map(
    told.flatMap((service): [string, string[]][] => {
      const earlier = earlierIn(service, made.get(service.container) ?? [], secrets);
      return earlier.length > 0
        ? [[service.container, earlier.map((name) => `has another ${name} than the secrets file`)]]
        : [];
    }),
  );
}

/** Empty where they are encrypted, or their file is not as it should be, which a start says. */
function secretsHere(root: string, system: SystemSpec): ReadonlyMap<string, { readonly value: string }> {
  try {
    return canReadSecrets(root, system) ? readSecrets(root, system) : new Map();
  } catch (error) {
    if (error instanceof UserError) return new Map();
    throw error;
  }
}

/**
 * Names of the secrets that a container has with another value, sorted. A variable whose other text is another one, too, tells nothing.
 * @param variables `NAME=value` of the container
 */
export function earlierIn(
  { environment }: Pick<ServiceSpec, 'environment'>,
  variables: readonly string[],
  secrets: ReadonlyMap<string, { readonly value: string }>,
): string[] {
  const found = Object.entries(environment).flatMap(([name, value]) => {
    const line = variables.find((each) => each.startsWith(`${name}=`));
    const text = line?.slice(name.length + 1);
    // two values may be told apart in more than one way, so what is as it would be now comes first
    if (text === undefined || patternFor(value, secrets).test(text)) return [];
    const parts = text.match(patternFor(value))?.slice(1) ?? [];
    return value.filter(isSecret).flatMap(({ secret }, i) => {
      const now = secrets.get(secret)?.value;
      return now === undefined || parts[i] === undefined || forms(now).includes(parts[i]) ? [] : [secret];
    });
  });
  return [...new Set(found)].sort();
}

/** A value by itself, and as it may stand in a URL. */
function forms(value: string): string[] {
  return [value, percentEncoded(value)];
}

/**
 * A variable's value, with a group for each of its secrets.
 * @param known secrets that have this value @default - any has any value
 */
function patternFor(
  value: EnvironmentValue,
  known: ReadonlyMap<string, { readonly value: string }> = new Map(),
): RegExp {
  const pattern = renderValue(value, {
    literal: escaped,
    secret: (name) => {
      const now = known.get(name)?.value;
      return now === undefined ? '(.*?)' : `(${forms(now).map(escaped).join('|')})`;
    },
    variable: () => '.*?',
  });
  return new RegExp(`^${pattern}$`, 's');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
