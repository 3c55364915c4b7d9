/** Those of a verdict that end the run. */
export function errors(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('error '));
}

/** Of what was found, that of some rules. */
export function of(lines: readonly string[], ...rules: readonly string[]): string[] {
  return lines.filter((line) => rules.includes(line.split(' ')[1] ?? ''));
}
