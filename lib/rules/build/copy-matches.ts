import { eachImage } from '../each-image.js';
import { lineOf } from '../image.js';
import type { Rule } from '../rule.js';

/** What a Dockerfile copies is in its context: else the image cannot be built. */
export const copyMatches: Rule = {
  id: 'copy-matches',
  severity: 'error',
  group: 'build',
  claim: 'Every COPY and ADD source matches something in the build context.',
  why: 'The build fails if a source matches nothing. What is outside the context cannot be copied at all.',
  wrong: { language: 'dockerfile', text: '# context: ./order-service\nCOPY ../shared/ /app/shared/' },
  right: {
    language: 'dockerfile',
    text: '# the context has shared/ next to its files\nCOPY shared/ /app/shared/',
  },
  check: eachImage((image, service, input) => {
    if (service.image?.kind !== 'build') return [];
    const { directory, shared } = service.image.source;
    const ignored = new Set(image.context.ignored);
    return image.unmatched.map(({ line, source }) => {
      const name = source.replace(/^(\.{0,2}\/)+/, '').replace(/\/+$/, '');
      const isIgnored =
        ignored.has(name) || image.context.ignored.some((path) => path.startsWith(`${name}/`));
      const lies = !shared && input.facts.stat(name) !== undefined && directory !== '.';
      return {
        at: 'image',
        problem: `copies "${source}", ${reason(isIgnored && (image.context.ignoreFile ?? '.dockerignore'), lies, directory)}`,
        fix: fixOf(isIgnored, lies),
        ...lineOf(image, line),
      };
    });
  }),
};

function reason(ignoredBy: string | false, liesBeside: boolean, directory: string): string {
  if (ignoredBy) return `which ${ignoredBy} keeps out of the context`;
  return liesBeside
    ? `which is outside the build context "${directory}"`
    : `which matches nothing in the build context "${directory}"`;
}

function fixOf(isIgnored: boolean, liesBeside: boolean): string {
  if (isIgnored) return 'let it into the context, or copy something else';
  return liesBeside ? 'build from a context that has it' : 'add the file, or name what the context has';
}
