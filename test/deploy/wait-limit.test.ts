import { expect, it } from 'vitest';
import { waitLimit } from '../../lib/deploy/wait-limit.js';
import { UsageError } from '../../lib/model/user-error.js';
import { CONVENTIONS } from '../conventions.js';

const limit = (OPSCONDUCTOR_WAIT_TIMEOUT: string, option?: number) =>
  waitLimit(CONVENTIONS, option, { OPSCONDUCTOR_WAIT_TIMEOUT });

it('a service is waited for as long as the call says, else the environment, else 15 minutes', () => {
  expect([limit('60', 5), limit('60'), limit('')]).toEqual([5, 60, 900]);
});

it.each([
  'x',
  '0',
  '-1',
  '1.5',
  '10s',
  '9999999',
])('a limit of "%s" is a wrong call, as the option is', (text) => {
  expect(() => limit(text)).toThrow(UsageError);
});
