/**
 * What a secret has to look like. `fernet`: a key of Python's `cryptography.fernet`. `hex 32`: so many bytes, in twice as many
 * digits. `any text`: a password, whatever characters it has. These are made up where there are none; `from the team` is what
 * nobody can make up, so it is asked for once.
 */
export type SecretForm = 'fernet' | `hex ${number}` | 'any text' | 'from the team';

/** A secret's name, as the secrets file has it. Its value is never part of a spec. */
export interface Secret {
  /** Capitals, digits and `_`: `POSTGRES_PASSWORD`. */
  readonly secret: string;
  /**
   * What it has to look like. With a form, it is percent-encoded wherever it stands in a URL.
   * @default - a password of letters, digits, `-` and `_`, which is made up
   */
  readonly form?: SecretForm;
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
  /** A reference to a secret. @param inUrl whether it stands in a URL */
  secret(name: string, inUrl: boolean): string;
  variable(variable: Variable): string;
}

export function renderValue(value: EnvironmentValue, syntax: ValueSyntax): string {
  return value
    .map((part, i) => {
      if (typeof part === 'string') return syntax.literal(part);
      return 'secret' in part ? syntax.secret(part.secret, isInUrl(value, i)) : syntax.variable(part);
    })
    .join('');
}

/** Whether a part of a value stands in a URL: behind a `://` from which no blank or quote parts it. */
function isInUrl(value: EnvironmentValue, part: number): boolean {
  const before = value.slice(0, part).map((each) => (typeof each === 'string' ? each : 'x'));
  return /:\/\/[^\s"'<>]*$/.test(before.join(''));
}

/** Whether a part of a value is a secret. */
export function isSecret(part: ValuePart): part is Secret {
  return typeof part === 'object' && 'secret' in part;
}

/** The names of all secrets in an environment, sorted. */
export function secretNames(environment: Environment): string[] {
  return [...new Set(secretPlaces(environment).map(({ secret }) => secret))].sort();
}

/** The names of those that stand in a URL. */
export function secretsInUrls(environment: Environment): string[] {
  return secretPlaces(environment).flatMap(({ secret, inUrl }) => (inUrl ? [secret] : []));
}

function secretPlaces(environment: Environment) {
  return Object.values(environment).flatMap((value) =>
    value.flatMap((part, i) => (isSecret(part) ? [{ secret: part.secret, inUrl: isInUrl(value, i) }] : [])),
  );
}
