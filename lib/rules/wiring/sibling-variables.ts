import type { CheckedService } from '../../model/checked-system.js';
import { imageOf } from '../image.js';
import { bindsOf } from '../mounts.js';
import { filesOf } from '../parity/baked.js';
import type { ReachedFile } from '../reached-code.js';
import type { CheckInput } from '../rule.js';

/** Words for one thing. */
const SAME: Readonly<Record<string, string>> = {
  DB: 'DATABASE',
  PG: 'POSTGRES',
  POSTGRESQL: 'POSTGRES',
  PASS: 'PASSWORD',
  PASSWD: 'PASSWORD',
  PWD: 'PASSWORD',
  USERNAME: 'USER',
  SVC: 'SERVICE',
};
/** How a variable says where something is. */
const FORMS = new Set(['URL', 'URI', 'HOST', 'HOSTNAME', 'PORT', 'ADDR', 'ADDRESS', 'ENDPOINT', 'DSN']);

/** Whether two variables are forms of one thing: `REDIS_HOST` and `REDIS_URL`, `DB_PASS` and `DATABASE_PASSWORD`. */
export function isSibling(one: string, other: string): boolean {
  if (one === other) return false;
  const [a, b] = [wordsOf(one), wordsOf(other)];
  return a.words.length > 0 && a.isAddress === b.isAddress && a.words.join() === b.words.join();
}

function wordsOf(name: string): { readonly words: readonly string[]; readonly isAddress: boolean } {
  const words = name.toUpperCase().split('_').filter(Boolean);
  const isAddress = FORMS.has(words.at(-1) ?? '');
  const rest = (isAddress ? words.slice(0, -1) : words).map((word) => SAME[word] ?? word);
  return { words: rest.filter((word) => word !== 'SERVICE'), isAddress };
}

/** Code that passes its whole environment on, or makes names of its parts, may read any variable. */
const READS_ANY =
  /env_prefix|environ\.(items|copy)\b|dict\(\s*os\.environ|\*\*\s*os\.environ|(entries|keys)\(\s*process\.env|\.\.\.process\.env/;
/** What sets variables for all does not read them. */
const SETS = /(^|\/)((docker-)?compose[^/]*\.ya?ml|\.env[^/]*)$/;
const TEXT =
  /\.(py|[cm]?[jt]sx?|sh|bash|rb|php|go|java|ya?ml|toml|ini|cfg|conf|json|template|tpl)$|\/[^./]+$/;

/** Whether anything of the source tree that a container has names a variable. */
export function isNamed(
  variable: string,
  service: CheckedService,
  code: readonly ReachedFile[],
  input: CheckInput,
): boolean {
  const name = new RegExp(`\\b${variable}\\b`, 'i');
  if (code.some(({ text }) => READS_ANY.test(text) || name.test(text))) return true;
  const texts = [service.command, service.entrypoint, service.healthCheck?.test].flatMap(
    (each) => each ?? [],
  );
  const image = imageOf(service, input);
  const sources = new Set([
    ...(image?.sources.values() ?? []),
    ...bindsOf(service).flatMap((mount) => filesOf(mount, input.facts).map(({ source }) => source)),
  ]);
  return (
    [...texts, image?.context.dockerfile ?? ''].some((text) => name.test(text)) ||
    [...sources]
      .filter((path) => TEXT.test(path) && !SETS.test(path))
      .some((path) => {
        const read = input.facts.read(path);
        return !('text' in read) || name.test(read.text);
      })
  );
}
