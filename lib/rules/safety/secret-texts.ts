/** Names whose values are secret; the shell's own PWD is not a password, and nginx passes requests on. */
const SECRET =
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|(API|PRIVATE|ACCESS|ENCRYPTION|SIGNING|MASTER|JWT|FERNET|HMAC|AES(_?\d+)?)_?KEY|_PWD$|(^|(?<!PROXY|UWSGI|SCGI|FASTCGI|GRPC)_)PASS$/i;
/** Names whose values are a user and, behind a slash or a colon, a password. */
const BOTH = /^NEO4J_AUTH$|BASIC_?AUTH$/i;
/** Names that only speak of one: where it lies, how long it holds. */
const ABOUT =
  /_(KEY_ID|FILE|PATH|DIR|URL|URI|HOST|PORT|NAME|TYPE|TTL|EXPIR\w*|MINUTES|SECONDS|HOURS|DAYS|AGE|TIMEOUT|LENGTH|SIZE|MIN|MAX|CHARS|CHARACTERS|BYTES|LIMIT|ALGORITHM|HASHERS?|VALIDATORS?|ISSUER|AUDIENCE|SCOPES?|ENDPOINT|HEADER|COOKIE|FIELD|PREFIX|FORMAT|PATTERN|VERSION|ENABLED|REQUIRED|POLICY|ROUNDS|ROTATION|INTERVAL|STRATEGY|MODE|BACKEND|PROVIDER|CLASS|LEVEL|STRENGTH|COUNT|RETENTION|REALM)$/i;
/** Values that are none: empty, a switch, a place in the container, another text's place holder. */
const NO_SECRET = /^(|[01]|true|false|yes|no|on|off|none|null|\/\S*|<.*>|\{.*\}|\$.*)$/i;

/** `shop.tokens.Signed`, `django.contrib.auth.hashers`: the name of a class or module in code. */
const IN_CODE = /^[a-z_]{1,40}(\.[a-z_]{1,40})*\.([A-Z][A-Za-z_]{1,40}|[a-z_]{1,40}\.[a-z_]{1,40})$/;

/** Whether a name and its literal value are a password in plain text. */
export function isSecret(name: string, value: string): boolean {
  const text = value.trim();
  if (BOTH.test(name)) return /^[^/:\s]+[/:]\S/.test(text);
  if (!SECRET.test(name) || ABOUT.test(name) || NO_SECRET.test(text) || IN_CODE.test(text)) return false;
  // a number of tokens is none
  return !(/TOKEN/i.test(name) && /^\d+(\.\d+)?$/.test(text));
}

/** What stands for the part of a text that is a variable or a secret. */
export const ELSEWHERE = '\0';

/** Each has the password as its only group; lengths are bounded, for a text may be long and hostile. */
const PASSWORDS: readonly RegExp[] = [
  // user:password@
  /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'/:@]{0,128}:([^\s"'/@]{1,128})@/gi,
  // --password hunter2
  /(?:^|\s)--?(?:password|passwd|requirepass|masterauth|token|secret|api-?key)[=\s]\s{0,9}([^\s"']{1,128})/gi,
  // Server=db;Password=hunter2; and ?user=me&password=hunter2 and PGPASSWORD=hunter2
  /(?:^|[;&?\s])(?:\w{0,64}(?:password|passwd)|pwd)\s{0,9}=\s{0,9}["']?([^\s"';&]{1,128})/gi,
  /\bredis-(?:cli|server)\s(?:[^|;&]{0,512}\s)?-a\s{1,9}([^\s"']{1,128})/g,
  /\b(?:mysql|mariadb)[\w-]{0,32}\s(?:[^|;&]{0,512}\s)?-p([^\s"']{1,128})/g,
];

/** Whether a text has a password in it, where the text around says that it is one. */
export function hasSecret(text: string): boolean {
  return PASSWORDS.some((pattern) => [...text.matchAll(pattern)].some(([, found = '']) => isPassword(found)));
}

/** A text with something else in the place of each password that the text around it says is one. */
export function withoutPasswords(text: string, instead: string): string {
  return PASSWORDS.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (all: string, found: string) =>
        isPassword(found) ? all.slice(0, all.lastIndexOf(found)) + instead + afterLast(all, found) : all,
      ),
    text,
  );
}

function afterLast(text: string, part: string): string {
  return text.slice(text.lastIndexOf(part) + part.length);
}

function isPassword(text: string): boolean {
  return !text.includes(ELSEWHERE) && !NO_SECRET.test(text) && !/^([$<{-]|%[^0-9a-f]|\/)/i.test(text);
}
