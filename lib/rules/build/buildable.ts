import { tryRead } from '../../dockerfile/copy-resolution.js';
import { parseFaults } from '../../dockerfile/parse-faults.js';
import { type Image, lineOf } from '../image.js';
import { eachService, type Rule, type ServiceClaim } from '../rule.js';

/** What an image is built from is there. */
export const buildable: Rule = {
  id: 'buildable',
  severity: 'error',
  group: 'build',
  claim: 'The context, the Dockerfile, its stage and shared/ exist, and a builder accepts every instruction.',
  why: 'Without them the build fails, if not on this machine then on the next.',
  wrong: { language: 'yaml', text: 'build:\n  context: ./order-service\n  dockerfile: Dockerfile.pord' },
  right: { language: 'yaml', text: 'build:\n  context: ./order-service\n  dockerfile: Dockerfile.prod' },
  check: eachService(({ image }, input) => {
    if (image?.kind !== 'build') return [];
    const faults = (input.facts.context(image.source).faults ?? []).map((fault) => ({
      at: 'image',
      ...fault,
    }));
    const read = input.image(image);
    if (!read) return faults;
    const refused = refusedIn(read);
    if (refused.length > 0) return [...faults, ...refused];
    // of the whole text only: no instruction but FROM and ARG can stand in line 1 of a Dockerfile that has a stage
    const whole = read.files.size === 0 && read.unproven.find(({ line, path }) => line === 1 && !path);
    return whole
      ? [
          ...faults,
          {
            at: 'image',
            problem: whole.why,
            fix: 'correct the Dockerfile, or name a stage that it has',
            ...lineOf(read, whole.line),
          },
        ]
      : faults;
  }),
};

/** What ends every build of a Dockerfile, or that of this stage. */
function refusedIn(image: Image): ServiceClaim[] {
  const { list = [] } = tryRead(image.context.dockerfile) ?? {};
  const parsed = parseFaults(list);
  const said = new Set(parsed.map(({ line }) => line));
  const others = image.unproven.filter(({ fails, line }) => fails && !said.has(line));
  return [
    ...parsed.map(({ line, problem, fix }) => ({ at: 'image', problem, fix, ...lineOf(image, line) })),
    ...others.map(({ line, why }) => ({
      at: 'image',
      problem: why,
      fix: 'correct the instruction',
      ...lineOf(image, line),
    })),
  ];
}
