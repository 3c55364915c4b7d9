import { expect, it } from 'vitest';
import { ChangedFile } from '../../lib/disk/file-digest.js';
import { type Description, describe, whileUnchanged } from '../../lib/synth/description.js';
import { readSettings } from '../../lib/synth/settings.js';
import { copyProject } from '../cli/project-copy.js';
import { projectAt } from '../conventions.js';

it('what is saved while it is copied is read again, until it is saved no more, and not for ever', async () => {
  const first = describe(readSettings(projectAt(copyProject())));
  const seen: Description[] = [];
  const saved = (times: number) =>
    whileUnchanged(first, async (description) => {
      seen.push(description);
      if (seen.length <= times) throw new ChangedFile('/acme/api/main.py');
      return description;
    });
  const last = await saved(2);
  expect(seen).toHaveLength(3);
  expect(seen[0]).toBe(first);
  expect(last).not.toBe(first);
  await expect(saved(100)).rejects.toThrow('/acme/api/main.py changed while it was read');
  expect(seen).toHaveLength(3 + 5);
});
