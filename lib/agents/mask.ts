import { isWellKnown } from '../disk/secrets.js';
import { percentEncoded } from '../model/secret.js';
import { isSecret, withoutPasswords } from '../rules/safety/secret-texts.js';

/** In the place of what nobody is to see. */
const HIDDEN = '***';

/** From so many characters on, a secret is looked for inside of words too. */
const SURE = 6;

/** What is secret by its form, whoever's it is; lengths are bounded, for a log may be long and hostile. */
const FORMS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\s\S]{0,20000}?-----END [A-Z ]{0,40}PRIVATE KEY-----|[\s\S]{0,20000})/g,
    `-----BEGIN PRIVATE KEY----- ${HIDDEN}`,
  ],
  [/\beyJ[\w-]{8,4096}\.[\w-]{4,8192}\.[\w-]{4,2048}/g, HIDDEN],
  [/\b(bearer\s{1,4})[\w.~+/=-]{16,8192}/gi, `$1${HIDDEN}`],
  [/\b(authorization\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?\w{1,20}\s{1,4})[^\s"'\\]{1,8192}/gi, `$1${HIDDEN}`],
];

/** `NAME=value`, `name: "value"`, and the same inside a text of JSON. */
const QUOTED =
  /([A-Za-z_][\w.-]{1,64})((?:\\?["'])?\s{0,4}[=:]\s{0,4})(\\?["'])((?:(?!\3)(?:\\.|[^\\\n])){1,4096})\3/g;
const BARE = /([A-Za-z_][\w.-]{1,64})((?:\\?["'])?\s{0,4}[=:]\s{0,4})([^\s"'\\,;&}\]]{1,4096})/g;

/**
 * Takes what is secret out of texts: values that it has learnt, as they are and as they stand in a URL, in JSON and in base64; and
 * what is a password by what stands around it. What it has learnt once it hides for good: a log has earlier values too.
 */
export class Mask {
  private readonly values = new Set<string>();
  private pattern: RegExp | undefined;

  /** A well-known default is none: it would take names and words out of every text. */
  learn(values: Iterable<string>): void {
    const before = this.values.size;
    for (const value of values) if (value.trim() !== '' && !isWellKnown(value)) this.values.add(value);
    if (this.values.size > before) this.pattern = patternOf(this.values);
  }

  text(text: string): string {
    const known = this.pattern ? text.replace(this.pattern, HIDDEN) : text;
    const formed = FORMS.reduce((all, [pattern, instead]) => all.replace(pattern, instead), known);
    return hideBare(hideQuoted(withoutPasswords(formed, HIDDEN)));
  }
}

/** What is no secret itself may have one in it: a text of JSON in another. */
function hideQuoted(text: string): string {
  return text.replace(QUOTED, (_, name: string, between: string, quote: string, value: string) => {
    const shown = isNamedSecret(name, value) ? HIDDEN : hideQuoted(value);
    return `${name}${between}${quote}${shown}${quote}`;
  });
}

function hideBare(text: string): string {
  return text.replace(BARE, (_, name: string, between: string, value: string) => {
    const shown = isNamedSecret(name, value) ? HIDDEN : hideBare(value);
    return `${name}${between}${shown}`;
  });
}

function isNamedSecret(name: string, value: string): boolean {
  return !value.includes(HIDDEN) && isSecret(name.replaceAll(/[.-]/g, '_'), value);
}

/** The longest first: a value may be part of another. */
function patternOf(values: Iterable<string>): RegExp {
  const forms = new Set([...values].flatMap((value) => formsOf(value)));
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map(asPattern).join('|'), 'g');
}

/** A value as it stands in texts. */
function formsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const encoded = [
    ...[percentEncoded(value), encodeURIComponent(value), percentEncoded(value).toLowerCase()],
    ...[json, JSON.stringify(json).slice(1, -1)],
  ];
  if (value.length < SURE) return [value, ...encoded];
  const bytes = Buffer.from(value);
  // without the signs at its end, where more may follow
  const base64 = [bytes.toString('base64'), bytes.toString('base64url')].map((text) =>
    text.replace(/=+$/, ''),
  );
  return [value, ...encoded, ...base64];
}

function asPattern(form: string): string {
  const escaped = form.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  return form.length < SURE ? String.raw`(?<!\w)${escaped}(?!\w)` : escaped;
}
