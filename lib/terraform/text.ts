/** Text that Terraform would read as a template, kept as text. */
export function escapeTemplate(text: string): string {
  return text.replace(/[$%]\{/g, (sign) => `${sign[0]}${sign}`);
}

/** The same between the quotes of an expression: `file("…")`. */
export function escapeInQuotes(text: string): string {
  return escapeTemplate(text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n'));
}
