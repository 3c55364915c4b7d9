/** Matches one name, without `/`, as Go's filepath.Match does. */
export type NamePattern = (name: string) => boolean;

type Token = 'star' | ((character: string) => boolean);

/** Whether a source is a pattern to the engine, not a name. */
export function isPattern(source: string): boolean {
  return /[*?[]/.test(source.replace(/\\./gs, ''));
}

/** `*`, `?`, `[a-z]`, `[^x]` and `\` before a character that means itself. @returns undefined for a malformed pattern */
export function namePattern(pattern: string): NamePattern | undefined {
  const tokens = tokenize(Array.from(pattern));
  return tokens && ((name) => matches(tokens, Array.from(name)));
}

/** Goes back to the last star alone: for an earlier one, the shortest match is always as good. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const current = tokens[token];
    if (current === 'star') {
      star = token++;
      resume = at;
    } else if (current?.(name[at] ?? '')) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++resume;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === 'star');
}

function tokenize(pattern: readonly string[]): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '*') tokens.push('star');
    else if (character === '?') tokens.push(() => true);
    else if (character === '[') {
      const set = characterSet(pattern, at + 1);
      if (!set) return undefined;
      tokens.push(set.has);
      at = set.end;
    } else {
      const literal = character === '\\' ? pattern[++at] : character;
      if (literal === undefined) return undefined;
      tokens.push((other) => other === literal);
    }
  }
  return tokens;
}

/** @returns where its `]` stands, or undefined for a malformed set */
function characterSet(
  pattern: readonly string[],
  start: number,
): { has: (character: string) => boolean; end: number } | undefined {
  let at = start;
  const negated = pattern[at] === '^';
  if (negated) at++;
  const ranges: (readonly [number, number])[] = [];
  do {
    const low = next();
    if (low === undefined) return undefined;
    let high: number | undefined = low;
    if (pattern[at] === '-') {
      at++;
      high = next();
    }
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  } while (pattern[at] !== ']');
  const has = (character: string) => {
    const code = character.codePointAt(0) ?? 0;
    return ranges.some(([low, high]) => low <= code && code <= high) !== negated;
  };
  return { has, end: at };

  function next(): number | undefined {
    if (pattern[at] === '-' || pattern[at] === ']') return undefined;
    if (pattern[at] === '\\') at++;
    return pattern[at++]?.codePointAt(0);
  }
}
