import { expect, it } from 'vitest';
import { secretValues } from '../../lib/agents/secret-values.js';
import { holdSecrets } from '../../lib/disk/secrets-file.js';
import { ENCRYPTED_SECRETS } from '../../lib/model/deployment.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from '../disk/tree.js';

it('secrets that are kept encrypted are hidden as this process has opened them', () => {
  const root = plant({ [ENCRYPTED_SECRETS]: 'armored' });
  expect(secretValues(root, CONVENTIONS, {})).toEqual([]);
  holdSecrets(root, '# for age1x\nDB_PASSWORD=of-prod-alone\n');
  expect(secretValues(root, CONVENTIONS, {})).toEqual(['of-prod-alone']);
});
