/** Text that says in HTML and SVG what it says, in attributes too. */
export function escapedMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
