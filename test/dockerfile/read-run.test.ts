import { expect, it } from 'vitest';
import { readRun, takesShared } from '../../lib/dockerfile/read-run.js';

it.each([
  ['FROM python:3.12-slim\nCOPY . .\n', true],
  ['FROM company/base\nCOPY . .\nCMD ["uvicorn", "main.py"]\n', true],
  ['FROM node:20\nCOPY . .\nCOPY shared/ /app/shared/\n', true],
  ['FROM node:20\nCOPY ["shared/", "/app/shared/"]\n', true],
  ['FROM node:20\nCOPY . .\nCMD ["npm", "start"]\n', false],
  ['FROM node:20\n# COPY shared/ /app/shared/, as python has it\nCOPY . .\n', false],
  ['FROM node:20\nCOPY sharedlib/ /app/\n', false],
])('%j has to do with the shared directory: %s', (dockerfile, takes) => {
  expect(takesShared(dockerfile, 'shared')).toBe(takes);
});

it('a user that is not root gains capabilities by setcap, unless it is taken away', () => {
  const gains = (dockerfile: string) => readRun(dockerfile, 'prod').gainsCapabilities ?? false;
  const setcap = 'FROM x\nRUN setcap cap_net_raw+ep /usr/bin/tcpdump\n';
  expect(gains(`${setcap}USER app\n`)).toBe(true);
  expect(
    gains(
      `FROM x\nRUN <<EOF\napt-get update\nsetcap 'cap_net_raw,cap_net_admin=eip' /bin/t\nEOF\nUSER 1000:0\n`,
    ),
  ).toBe(true);
  expect(gains(setcap)).toBe(false);
  expect(gains(`${setcap}USER 0:0\n`)).toBe(false);
  expect(gains('FROM x\nRUN setcap -r /usr/bin/tcpdump\nUSER app\n')).toBe(false);
  expect(gains('FROM x\nRUN setcap cap_net_raw+ep /t\nUSER app\nFROM y\nUSER app\n')).toBe(false);
});
