import { eachService, type Rule } from '../rule.js';

/** Variables by which images are told to let in anybody, and the value that does. */
const OPEN: readonly (readonly [RegExp, RegExp])[] = [
  [/^POSTGRES_HOST_AUTH_METHOD$/, /^trust$/i],
  [/^POSTGRES_INITDB_ARGS$/, /(-A|--auth(-host)?)[ =]?trust\b/i],
  [/^((MYSQL|MARIADB)_(ALLOW_EMPTY_ROOT|ALLOW_EMPTY)_PASSWORD|ALLOW_EMPTY_PASSWORD)$/, /^(1|yes|true)$/i],
  [/^xpack\.security\.enabled$/, /^false$/i],
  [/^DISABLE_SECURITY_PLUGIN$/, /^true$/i],
  [/^NEO4J_AUTH$/, /^none$/i],
];

/** A database asks who comes. */
export const noOpenDatabase: Rule = {
  id: 'no-open-database',
  severity: 'warning',
  group: 'safety',
  claim: 'In prod, no database is told to let in anybody without a password.',
  why: 'Whatever gets into the network, another container for example, reads and changes all data.',
  wrong: { language: 'yaml', text: '# prod\nenvironment:\n  POSTGRES_HOST_AUTH_METHOD: trust' },
  right: {
    language: 'yaml',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's template, not ours
    text: '# prod\nenvironment:\n  POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it in .env}',
  },
  check: eachService(({ mode, environment }, _, { guessed }) =>
    Object.entries(environment).flatMap(([name, value]) => {
      const [text, ...others] = value;
      if (typeof text !== 'string' || others.length > 0) return [];
      return OPEN.some(([known, open]) => known.test(name) && open.test(text.trim()))
        ? [
            {
              at: `environment[${name}]`,
              severity: mode === 'prod' && !guessed ? ('warning' as const) : ('note' as const),
              problem: `${name} lets in anybody without a password`,
              fix: 'give it a password from a variable or a secret',
            },
          ]
        : [];
    }),
  ),
};
