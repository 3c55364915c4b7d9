/** A secret's name, as the secrets file has it. Its value is never part of a spec. */
export interface Secret {
  readonly secret: string;
}

/** Text with secrets in it, resolved by each engine from the secrets file. */
export type EnvironmentValue = readonly (string | Secret)[];

export type Environment = Readonly<Record<string, EnvironmentValue>>;

/** A template tag: `` text`postgresql://${USER}:${PASSWORD}@db` `` keeps the places of the secrets. */
export function text(
  literals: TemplateStringsArray,
  ...values: readonly (string | number | Secret)[]
): EnvironmentValue {
  return literals
    .flatMap((literal, i): (string | Secret)[] => {
      const value = values[i];
      if (value === undefined) return [literal];
      return [literal, typeof value === 'object' ? value : String(value)];
    })
    .reduce<(string | Secret)[]>((parts, part) => {
      const last = parts.at(-1);
      if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
      else parts.push(part);
      return parts;
    }, [])
    .filter((part) => part !== '');
}

/** Each part by the renderer's own syntax: literal text escaped by `literal`, a secret referred to by `secret`. */
export function renderValue(
  value: EnvironmentValue,
  literal: (text: string) => string,
  secret: (name: string) => string,
): string {
  return value.map((part) => (typeof part === 'string' ? literal(part) : secret(part.secret))).join('');
}

/** The names of all secrets in an environment, sorted. */
export function secretNames(environment: Environment): string[] {
  const parts = Object.values(environment).flat();
  return [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.secret])))].sort();
}
