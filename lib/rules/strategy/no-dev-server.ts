import { unbuilt } from '../build/prod-is-built.js';
import { reloadsCode } from '../effect/reload.js';
import { eachService, type Rule } from '../rule.js';
import { startedBy } from '../started.js';

/** A development server is for one developer. */
export const noDevServer: Rule = {
  id: 'no-dev-server',
  severity: 'warning',
  group: 'strategy',
  claim: 'No service of prod starts a development server, or a program that reloads its code.',
  why: 'Such servers are slow, show their insides when something fails, and watch files that never change in prod.',
  wrong: { language: 'yaml', text: '# prod\ncommand: uvicorn main:app --reload' },
  right: { language: 'yaml', text: '# prod\ncommand: uvicorn main:app --workers 4' },
  check: eachService((service, input, { guessed }) => {
    // that one says how it becomes another server
    if (service.mode !== 'prod' || guessed || unbuilt(service, input)) return [];
    const started = startedBy(service, input).find(({ words }) => reloadsCode(words));
    return started
      ? [
          {
            at: 'command',
            problem: `starts what is meant for development: ${started.words.join(' ')}`,
            fix: 'start the server that is meant for prod, without reload and debugger',
          },
        ]
      : [];
  }),
};
