/** A secret's name, as the secrets file has it. Its value is never part of a spec. */
export interface Secret {
  /** Capitals, digits and `_`: `POSTGRES_PASSWORD`. */
  readonly secret: string;
}

/** What may still be set when a Compose file is run; Terraform takes the fallback. */
export interface Variable {
  /** Its name: `SHOP_HOST`. */
  readonly variable: string;
  /** Its value if nobody sets it. */
  readonly fallback: string;
}

type ValuePart = string | Secret | Variable;

/** Text with secrets in it, resolved by each engine from the secrets file, and with variables. */
export type EnvironmentValue = readonly ValuePart[];

/** A container's variables: name → value. */
export type Environment = Readonly<Record<string, EnvironmentValue>>;

/**
 * A template tag: `` text`postgresql://${USER}:${PASSWORD}@db` `` keeps the places of the secrets.
 * @param literals the text between the values, taken literally: a dollar too
 * @param values text, numbers, secrets (`{ secret: 'POSTGRES_PASSWORD' }`) and variables
 */
export function text(
  literals: TemplateStringsArray,
  ...values: readonly (ValuePart | number)[]
): EnvironmentValue {
  return literals
    .flatMap((literal, i): ValuePart[] => {
      const value = values[i];
      if (value === undefined) return [literal];
      return [literal, typeof value === 'number' ? String(value) : value];
    })
    .reduce<ValuePart[]>((parts, part) => {
      const last = parts.at(-1);
      if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
      else parts.push(part);
      return parts;
    }, [])
    .filter((part) => part !== '');
}

/** How a renderer writes each kind of part. */
export interface ValueSyntax {
  /** Literal text, escaped. */
  literal(text: string): string;
  /** A reference to a secret. */
  secret(name: string): string;
  variable(variable: Variable): string;
}

export function renderValue(value: EnvironmentValue, syntax: ValueSyntax): string {
  return value
    .map((part) => {
      if (typeof part === 'string') return syntax.literal(part);
      return 'secret' in part ? syntax.secret(part.secret) : syntax.variable(part);
    })
    .join('');
}

/** The names of all secrets in an environment, sorted. */
export function secretNames(environment: Environment): string[] {
  const parts = Object.values(environment).flat();
  const names = parts.flatMap((part) => (typeof part === 'object' && 'secret' in part ? [part.secret] : []));
  return [...new Set(names)].sort();
}
