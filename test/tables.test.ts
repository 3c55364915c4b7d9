import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startedOf } from '../lib/model/service-spec.js';
import { REFERENCE_FILE } from './reference-table.js';
import { exampleApp } from './system.js';
import { doesRow, liveRow, shortly, withPicture, withRows } from './tables.js';

const { dev, stacks } = exampleApp();
const ROOT = join(import.meta.dirname, '..');

/** A document as it would be with the rows of today's constructs. */
function documentWith(path: string, heading: string, rows: readonly string[]): [string, string] {
  const file = join(ROOT, path);
  return [file, withRows(readFileSync(file, 'utf8'), heading, rows)];
}

/** The same, with the picture of today's constructs. */
function withPictureIn([file, text]: readonly [string, string]): [string, string] {
  return [file, withPicture(text, dev)];
}

describe('what people and tests read of the constructs', () => {
  it.each([
    [
      REFERENCE_FILE,
      `${JSON.stringify(
        startedOf(dev).map((each) => shortly(each, dev)),
        undefined,
        2,
      )}\n`,
    ],
    withPictureIn(documentWith('README.md', '| service | from | live |', dev.services.flatMap(liveRow))),
    documentWith(
      'examples/opsconductor/README.md',
      '| service | directory | port | does |',
      stacks.dev.services.flatMap((each) => doesRow(each.spec, each.constructor.name)),
    ),
  ])('is as it was read and accepted in %s', async (file, text) => {
    await expect(text, 'npm run snapshots').toMatchFileSnapshot(file);
  });
});
