/** An expression, or a doubled sign that begins none: HCL already. Else what HCL has no way to say as it stands. */
const PART = /\$\$\{|%%\{|[$%]\{(?:[^{}]|\{[^{}]*\})*\}|["\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': '\\"', '\\': '\\\\' },
  ...{ '\n': '\\n', '\r': '\\r', '\t': '\\t' },
};

/**
 * Values as cdktf's writer of HCL takes them (`cdktf synth --hcl`). It escapes no backslash and no end of a line, and a quote
 * only where the text has no expression; its writer of JSON does it all.
 * @param value text, or lists and plain objects with text in them; anything else stays as it is
 */
export function forHcl<T>(value: T): T {
  return escaped(value) as T;
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(PART, (part) => ESCAPES[part] ?? part);
  if (Array.isArray(value)) return value.map(escaped);
  // a resource that is depended on is more than its text
  if (typeof value !== 'object' || value?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, escaped(each)]));
}
