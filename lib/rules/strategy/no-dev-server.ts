import { unbuilt } from '../build/prod-is-built.js';
import { reloadsCode } from '../effect/reload.js';
import { eachService, type Rule } from '../rule.js';
import { startedBy } from '../started.js';

/** Variables by which a server is told to be one for development, and the value that does. */
const TOLD: readonly (readonly [RegExp, RegExp])[] = [
  [/^(FLASK_DEBUG|UVICORN_RELOAD)$/, /^(1|true)$/i],
  [/^(FLASK|NODE|RACK|RAILS)_ENV$/, /^development$/i],
];

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
    const told = Object.entries(service.environment).flatMap(([name, value]) =>
      TOLD.some(
        ([known, dev]) =>
          known.test(name) && value.every((part) => typeof part === 'string' && dev.test(part)),
      )
        ? [
            {
              at: `environment[${name}]`,
              problem: `${name} makes it a server for development`,
              fix: 'remove it, or give it the value of prod',
            },
          ]
        : [],
    );
    const started = startedBy(service, input).find(({ words }) => reloadsCode(words));
    return started
      ? [
          {
            at: 'command',
            problem: `starts what is meant for development: ${started.words.join(' ')}`,
            fix: 'start the server that is meant for prod, without reload and debugger',
          },
          ...told,
        ]
      : told;
  }),
};
