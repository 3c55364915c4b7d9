import { lineOf } from '../image.js';
import { eachService, type Rule } from '../rule.js';

/** What an image is built from is there. */
export const buildable: Rule = {
  id: 'buildable',
  severity: 'error',
  group: 'build',
  claim: 'The context, the Dockerfile, its stage and shared/ exist and can be read.',
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
