import type { CheckedService } from '../../model/checked-system.js';
import type { EnvironmentValue, Secret, Variable } from '../../model/environment.js';
import type { Attributes } from './attributes.js';
import { relativeTo } from './paths.js';
import { chosen, joined, resolveParts, type TemplatePart } from './template.js';
import type { Leaf } from './tree.js';

/** A service's environment as its files have it, and beside it what of it this machine knows. */
export function readEnvironment(
  service: Attributes,
  root: string,
): Pick<CheckedService, 'environment' | 'variables' | 'fromEnvFile' | 'lacksEnvFile'> {
  const pairs = entries(service);
  const variables = new Map(pairs.flatMap(([, { parts = [] }]) => valuesOf(parts)));
  const files = pairs.flatMap(([name, { envFile }]) =>
    envFile ? [[name, relativeTo(root, envFile)] as const] : [],
  );
  return {
    environment: Object.fromEntries(pairs.map(([name, value]) => [name, environmentValue(value)])),
    ...(variables.size > 0 ? { variables: Object.fromEntries(variables) } : {}),
    ...(service.get('env_file') === undefined ? {} : { lacksEnvFile: true }),
    ...(files.length > 0 ? { fromEnvFile: Object.fromEntries(files) } : {}),
  };
}

function entries(service: Attributes): (readonly [string, Leaf])[] {
  return [...(service.map('environment')?.table.entries ?? [])].flatMap(([name, value]) =>
    value.kind === 'leaf'
      ? [[name, value] as const]
      : (service.log.problem(value.place, `${service.what}.environment.${name} is not text`) ?? []),
  );
}

/** A text as the files have it: with the variables that are in it. */
export function environmentValue({ text, parts }: Leaf): EnvironmentValue {
  return parts ? joined(parts.flatMap(readPart)) : text === '' ? [] : [text];
}

function readPart(part: TemplatePart): (string | Secret | Variable)[] {
  if (typeof part === 'string') return [part];
  const { variable, operator, word = [] } = part;
  if (operator?.endsWith('+')) return chosen(part) === 'word' ? word.flatMap(readPart) : [];
  return operator?.endsWith('-') ? [{ variable, fallback: written(word) }] : [{ secret: variable }];
}

/** A fallback as the file itself has it, whatever is set here. */
function written(word: readonly TemplatePart[]): string {
  const unset = (part: TemplatePart): TemplatePart => {
    if (typeof part === 'string') return part;
    const { variable, operator, word: inner } = part;
    return { variable, ...(operator ? { operator } : {}), ...(inner ? { word: inner.map(unset) } : {}) };
  };
  return resolveParts(word.map(unset), () => undefined);
}

function valuesOf(parts: readonly TemplatePart[]): (readonly [string, string])[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    const own = part.value === undefined ? [] : [[part.variable, part.value] as const];
    return [...own, ...valuesOf(part.word ?? [])];
  });
}
