import { imageOf, lineOf } from '../image.js';
import { eachService, type Rule } from '../rule.js';

/** Images, and which of curl and wget they lack. */
const LACKS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(node|python|ruby|rust|golang|perl|debian):[\w.-]*slim/, ['curl', 'wget']],
  [/^(debian|ubuntu)(:(?![\w.-]*slim)|$)/, ['curl', 'wget']],
  [/^(redis|postgres|mysql|mariadb|mongo)(:(?!.*alpine)|$)/, ['curl', 'wget']],
  [/^(alpine|(node|python|ruby|rust|golang|redis|postgres):[\w.-]*alpine)/, ['curl']],
];

/** A health check starts a program that the image has. */
export const healthCanRun: Rule = {
  id: 'health-can-run',
  severity: 'warning',
  group: 'wiring',
  claim: 'The program of a health check is in the image.',
  why: 'Otherwise the service never becomes healthy, and whatever waits for it never starts.',
  wrong: {
    language: 'yaml',
    text: '# built from node:20-slim, which has no curl\ntest: [CMD, curl, -f, http://localhost:4000]',
  },
  right: {
    language: 'yaml',
    text: 'test: [CMD, node, -e, "fetch(\'http://localhost:4000\').then(r => process.exit(r.ok ? 0 : 1))"]',
  },
  check: eachService((service, input) => {
    const image = imageOf(service, input);
    const test = (service.healthCheck ?? image?.healthCheck)?.test ?? [];
    const program = /(?:^|[\s/|&;(])(curl|wget)(?=\s|$)/.exec(test.join(' '))?.[1];
    const reference = !image && service.image?.kind === 'external' ? service.image.reference : image?.base;
    if (program === undefined || reference === undefined || mentions(image?.context.dockerfile, program))
      return [];
    const name = reference.replace(/^(docker\.io\/)?(library\/)?/, '');
    if (!LACKS.some(([known, programs]) => known.test(name) && programs.includes(program))) return [];
    return [
      {
        at: 'healthCheck',
        problem: `the health check runs ${program}, which ${reference} does not have`,
        fix: `install ${program} in the image, or ask by a program that it has`,
        ...(image?.healthCheck && !service.healthCheck ? lineOf(image, image.healthCheck.line) : {}),
      },
    ];
  }),
};

/** Whether a Dockerfile speaks of a program beside its own health check: it may install it. */
function mentions(dockerfile = '', program: string): boolean {
  const others = dockerfile.replaceAll(/^\s*HEALTHCHECK\b.*(\\\n.*)*/gim, '');
  return new RegExp(`\\b${program}\\b`).test(others);
}
