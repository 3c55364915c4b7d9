import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../cli/call.js';
import { PROJECT } from '../cli/project-copy.js';

const BROKEN = 'examples/broken';

interface Fault {
  readonly fault: number;
  readonly rule: string;
  readonly lines: readonly string[];
}

/** Each fault of the README's list, the rule that names it, and the lines where it does. */
const FAULTS: readonly Fault[] = [
  { fault: 1, rule: 'source-exists', lines: ['docker-compose.dev.yml:7'] },
  { fault: 2, rule: 'copy-matches', lines: ['automation/Dockerfile:6'] },
  { fault: 3, rule: 'live-is-baked', lines: ['docker-compose.dev.yml:30', 'docker-compose.dev.yml:37'] },
  { fault: 4, rule: 'urls-use-container-ports', lines: ['docker-compose.yml:34'] },
  { fault: 5, rule: 'one-port', lines: ['docker-compose.yml:42', 'docker-compose.yml:43'] },
  { fault: 6, rule: 'edits-take-effect', lines: ['docker-compose.yml:30'] },
  { fault: 7, rule: 'no-stale-files', lines: ['docker-compose.dev.yml:35'] },
  { fault: 8, rule: 'copy-matches', lines: ['automation/Dockerfile:8'] },
  { fault: 9, rule: 'no-literal-secret', lines: ['docker-compose.yml:10'] },
  { fault: 10, rule: 'separate-volumes', lines: ['docker-compose.yml:59'] },
  { fault: 11, rule: 'same-services', lines: ['docker-compose.dev.yml:39'] },
  { fault: 12, rule: 'links-stay-inside', lines: ['docker-compose.dev.yml:36'] },
  { fault: 13, rule: 'live-is-baked', lines: ['docker-compose.dev.yml:19'] },
];

const ARGUMENTS = ['--dev', 'docker-compose.yml', 'docker-compose.dev.yml'].concat([
  '--prod',
  'docker-compose.yml',
  'docker-compose.clean.yml',
]);

describe('examples/broken', () => {
  it.each([
    ['Docker Compose reads it', {}],
    ['it is read without Docker Compose', { PATH: '/nowhere' }],
  ])('is named fault by fault, with nothing else, where %s', async (_, environment) => {
    const { code, stdout, stderr } = await call(PROJECT, ['validate', '--json', ...ARGUMENTS], {
      TWOMODE_CALLED_FROM: join(PROJECT, BROKEN),
      ...environment,
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const found = JSON.parse(stdout).findings as { rule: string; file: string; line: number }[];
    const named = new Set(found.map(({ rule, file, line }) => `${rule} ${file}:${line}`));
    const expected = FAULTS.flatMap(({ rule, lines }) => lines.map((line) => `${rule} ${line}`));
    expect([...named].sort()).toEqual(expected.sort());
  });

  it.each(FAULTS)('has a comment at fault $fault, and a line in its README', ({ fault, rule, lines }) => {
    for (const line of lines) {
      const [file = '', number] = line.split(':');
      const text = readFileSync(join(BROKEN, file), 'utf8').split('\n');
      const around = text.slice(Math.max(0, Number(number) - 2), Number(number));
      expect(around.join('\n'), line).toContain(`(${fault})`);
    }
    const readme = readFileSync(join(BROKEN, 'README.md'), 'utf8');
    expect(readme).toMatch(new RegExp(`^\\| ${fault} \\| .* \\| \`${rule}\` \\|$`, 'm'));
  });
});
