import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { steps, WORKFLOWS } from './workflow.js';
import { WORKFLOW_LINTERS } from './workflow-linters.js';

describe('a workflow', () => {
  for (const { name, isThere, findings } of WORKFLOW_LINTERS)
    it.skipIf(!isThere).each(WORKFLOWS)(`is clean for ${name}: %s`, async (path) => {
      expect(await findings(path)).toBe('');
    });

  const zizmor = WORKFLOW_LINTERS.find(({ name }) => name === 'zizmor');
  it.skipIf(!zizmor?.isThere)('may use the action of this repository, which is clean too', async () => {
    expect(await zizmor?.findings('action.yml')).toBe('');
  });

  it.each(['--full', '--faults'])('of the night runs test.sh %s', (option) => {
    expect(readFileSync('.github/workflows/nightly.yml', 'utf8')).toContain(
      `run: ./scripts/test.sh ${option}\n`,
    );
  });

  it('that validates uploads what was found after the step that finds it, whether or not that failed', () => {
    const finding = steps.findIndex(({ run }) => run?.includes('validate-mounts.sh'));
    const upload = steps.findIndex(({ uses }) => uses?.includes('upload-sarif'));
    expect(finding).toBeGreaterThan(-1);
    expect(upload).toBeGreaterThan(finding);
    expect(steps[upload]?.if).toContain(`steps.${steps[finding]?.id}.outcome != 'skipped'`);
    expect(steps[finding]?.run).toContain(`> ${steps[upload]?.with?.sarif_file}`);
  });
});
