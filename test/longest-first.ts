import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The live files that take longest, as test/README.md has them: one that begins last is waited for alone. */
const LONGEST = [
  'dev-mode',
  'watch-saves',
  'shop',
  'data',
  'verify',
  'canary',
  'watch',
  'slow',
  'prod',
  'terraform-order',
  'rollback',
];

/** vitest's own order on a clean checkout is by size, of which several of these have little. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const live = sorted.filter(isLive).sort((a, b) => rank(a) - rank(b));
    return sorted.map((file) => (isLive(file) ? (live.shift() ?? file) : file));
  }
}

function isLive({ project }: TestSpecification): boolean {
  return project.name === 'live';
}

function rank({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.live.test.ts`));
  return place < 0 ? LONGEST.length : place;
}
