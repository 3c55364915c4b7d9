import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clean } from '../../cli/clean.js';
import { runReported } from '../../cli/report.js';
import { call } from '../cli/call.js';
import { fakeDocker } from '../cli/fake-docker.js';
import { copyProject } from '../cli/project-copy.js';
import { CONVENTIONS, projectAt } from '../conventions.js';

const VOLUME = 'opsconductor-postgres_data-dev';
const STRANGE = 'somebodys-data';
const row = (...fields: readonly string[]) => `${fields.join('\t')}\n`;

let copy: string;
beforeAll(() => {
  copy = copyProject();
});

/** Cleans where a container runs, and answers. @returns what was said, and what docker was called with */
async function cleaned(answer: string, data = false, users = '', hasData = true) {
  const path = fakeDocker([{ name: 'opsconductor-redis-dev', mode: 'dev', service: 'redis' }]);
  const directory = path.split(':')[0] ?? '';
  writeFileSync(
    join(directory, 'volumes'),
    !hasData
      ? ''
      : row(VOLUME, VOLUME, 'dev', '', 'opsconductor', '', '', '') +
          row(STRANGE, STRANGE, '', '', '', '', '', ''),
  );
  appendFileSync(join(directory, 'users'), users);
  const questions: string[] = [];
  const outcome = await call(copy, [], { DOCKER_HOST: '', PATH: path }, () =>
    runReported({ conventions: CONVENTIONS }, () =>
      clean(projectAt(copy), { data, dryRun: false, json: false }, async (question) => {
        questions.push(question);
        return answer;
      }),
    ),
  );
  const calls = existsSync(join(directory, 'calls')) ? readFileSync(join(directory, 'calls'), 'utf8') : '';
  const removed = calls.split('\n').filter((line) => /^(rm|stop|volume rm|image rm|network rm)/.test(line));
  return { ...outcome, questions, removed };
}

describe('clean', () => {
  it('removes nothing unless the answer is yes', async () => {
    for (const answer of ['', 'n', 'opsconductor', 'yes please']) {
      const { code, stderr, removed } = await cleaned(answer);
      expect({ code, removed }).toEqual({ code: 1, removed: [] });
      expect(stderr).toBe('error: nothing was removed. Fix: answer y to remove it.\n');
    }
  });

  it('keeps the data, which it does not even name', async () => {
    const { code, stdout, removed } = await cleaned('y');
    expect(code).toBe(0);
    expect(removed).toEqual(['stop id-opsconductor-redis-dev', 'rm id-opsconductor-redis-dev']);
    expect(stdout).not.toContain(VOLUME);
    expect(stdout).toContain('The data and the secrets are kept.');
  });

  it('removes the data only when the name of the system is typed', async () => {
    for (const answer of ['y', 'yes', 'OpsConductor']) {
      const { removed, stderr } = await cleaned(answer, true);
      expect(removed).toEqual([]);
      expect(stderr).toBe('error: nothing was removed. Fix: type opsconductor to remove it.\n');
    }
    const { questions, removed } = await cleaned('opsconductor', true);
    expect(questions).toEqual(['The data cannot be brought back. To remove it, type opsconductor: ']);
    expect(removed).toContain(`volume rm ${VOLUME}`);
    expect(removed.join()).not.toContain(STRANGE);
  });

  it('says that there is no data where there is none, of which nothing has to be typed then', async () => {
    const { code, stdout, questions } = await cleaned('y', true, '', false);
    expect(code).toBe(0);
    expect(questions).toEqual(['Remove all of this? [y/N] ']);
    expect(stdout).toContain('There is no data.');
  });

  it("is refused before any question where somebody else's container uses the data", async () => {
    const { code, stderr, questions, removed } = await cleaned(
      'opsconductor',
      true,
      row('1', 'theirs', '', '', '', '', '', '', 'running', 'Up'),
    );
    expect(stderr).toMatch(/^error: container theirs is not ours, and uses the volume /);
    expect({ code, questions, removed }).toEqual({ code: 1, questions: [], removed: [] });
  });
});
