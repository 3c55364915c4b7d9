import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validate } from '../../lib/validate/validate.js';
import { projectAt } from '../conventions.js';

describe('the documents of the validator', () => {
  it.each([
    ['docs/RULES.md', 'rules'],
    ['docs/validate.schema.json', 'schema'],
  ])('%s is as it is now: ./scripts/validate-mounts.sh --%s', async (path, option) => {
    const { text } = await validate(projectAt(process.cwd()), { [option]: true });
    expect(readFileSync(path, 'utf8')).toBe(`${text}\n`);
  });
});
