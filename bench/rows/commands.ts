import { checkout, neutral } from '../fixtures/project.js';
import { runTimed } from '../harness/processes.js';
import type { Row, Workshop } from '../harness/row.js';

/** What only says something of the program itself. */
export const commandRows: readonly Row[] = [
  talk('help', ['--help'], 'Usage: ./opsconductor'),
  talk('completion', ['completion', 'bash'], 'complete -o bashdefault'),
];

function talk(id: string, words: readonly string[], answer: string): Row {
  return {
    id,
    what: `\`./opsconductor ${words.join(' ')}\``,
    against: '`node -e 0`',
    goals: [{ of: 'seconds', atMost: 2 }],
    prepare: async (workshop: Workshop) => {
      const project = await checkout(workshop);
      const call = { cwd: project, env: neutral(project) };
      let said = '';
      return {
        ours: async () => {
          const outcome = await runTimed(['./opsconductor', ...words], call);
          said = outcome.stdout;
          return outcome;
        },
        theirs: () => runTimed([process.execPath, '-e', '0'], call),
        holds: () => {
          if (!said.includes(answer)) throw new Error(`it does not say "${answer}"`);
        },
      };
    },
  };
}
