/** A piece of a text with variables: literal, or a variable with what Compose would do with it. */
export type TemplatePart = string | Reference;

/** `${variable operator word}` */
export interface Reference {
  readonly variable: string;
  readonly operator?: ':-' | '-' | ':?' | '?' | ':+' | '+';
  readonly word?: readonly TemplatePart[];
  /** Its value here; undefined where it has none. */
  readonly value?: string;
}

export type Variables = ReadonlyMap<string, string>;

/** The deepest nesting of `${A:-${B:-…}}` that is followed. */
const MAX_NESTING = 20;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const OPERATOR = /:?[-?+]/y;

/**
 * The parts of a text in Compose's syntax of interpolation: `$X`, `${X}`, `${X:-d}`, `${X-d}`, `${X:?e}`, `${X?e}`,
 * `${X:+r}`, `${X+r}`, one within another, and `$$` for a dollar.
 * @returns undefined where a dollar begins none of these
 */
export function parseTemplate(text: string, variables: Variables): TemplatePart[] | undefined {
  const parser = new Parser(text, variables);
  const parts = parser.parts(0);
  return parts && parser.position === text.length ? parts : undefined;
}

class Parser {
  position = 0;

  constructor(
    private readonly text: string,
    private readonly variables: Variables,
  ) {}

  /** Up to the end, or below the first level up to the closing brace. */
  parts(level: number): TemplatePart[] | undefined {
    if (level > MAX_NESTING) return undefined;
    const parts: TemplatePart[] = [];
    let start = this.position;
    const literal = (end: number) => {
      if (end > start) parts.push(this.text.slice(start, end));
    };
    while (this.position < this.text.length) {
      const character = this.text[this.position];
      if (character === '}' && level > 0) break;
      if (character !== '$') {
        this.position++;
        continue;
      }
      literal(this.position);
      this.position++;
      if (this.take('$')) {
        start = this.position - 1;
        continue;
      }
      const reference = this.reference(level);
      if (!reference) return undefined;
      parts.push(reference);
      start = this.position;
    }
    literal(this.position);
    return joined(parts);
  }

  private reference(level: number): Reference | undefined {
    if (!this.take('{')) {
      const variable = this.match(NAME);
      return variable === undefined ? undefined : this.known(variable);
    }
    const variable = this.match(NAME);
    if (variable === undefined) return undefined;
    const operator = this.match(OPERATOR) as Reference['operator'];
    const word = operator ? this.parts(level + 1) : undefined;
    if ((operator && !word) || !this.take('}')) return undefined;
    return { ...this.known(variable), ...(operator ? { operator } : {}), ...(word ? { word } : {}) };
  }

  private known(variable: string): Reference {
    const value = this.variables.get(variable);
    return { variable, ...(value === undefined ? {} : { value }) };
  }

  private take(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }
}

/** Neighbouring literals as one. */
export function joined<T extends object>(parts: readonly (string | T)[]): (string | T)[] {
  const result: (string | T)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else if (part !== '') result.push(part);
  }
  return result;
}

/** What a reference stands for: its value, its word, or nothing. */
export function chosen(reference: Reference): 'value' | 'word' | undefined {
  const { operator, value } = reference;
  const there = operator?.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  if (operator?.endsWith('+')) return there ? 'word' : undefined;
  if (there) return 'value';
  return operator?.endsWith('-') ? 'word' : undefined;
}

/** The text that Compose makes of the parts; `missing` is told each variable that has no value and no other word. */
export function resolveParts(
  parts: readonly TemplatePart[],
  missing: (reference: Reference) => void,
): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const choice = chosen(part);
      if (choice === 'value') return part.value ?? '';
      if (choice === 'word') return resolveParts(part.word ?? [], missing);
      if (part.operator !== '+' && part.operator !== ':+') missing(part);
      return '';
    })
    .join('');
}
