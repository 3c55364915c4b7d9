/** Text that says in Markdown what it says: no markup, no link, nobody is called by name. */
export function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>#!|~&$]/g, (sign) =>
      sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : `\\${sign}`,
    )
    .replace(/@/g, '@<!-- -->')
    .replace(/\\#/g, '#<!-- -->')
    .replace(/:\/\//g, ':<!-- -->//');
}

/** Text within an element of HTML, where Markdown is not read. */
export function escapedInHtml(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replace(/@/g, '@<!-- -->');
}

function oneLine(text: string): string {
  // control characters, and those that turn the direction of what is read
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�');
}
