import { type Conventions, environmentName, generatedHeader } from '../model/conventions.js';
import { byHand, composeFileName, stackFileName } from '../model/deployment.js';
import type { Facts, Fault } from '../model/facts.js';
import type { Finding } from '../model/finding.js';
import { MODES } from '../model/mode.js';
import type { RuleText } from './rule.js';

/** What is generated overwrites nothing of anybody's. */
export const placesAreFree: RuleText = {
  id: 'places-are-free',
  severity: 'error',
  group: 'source',
  claim: 'Nothing else stands where the Compose files, the stack file and the work directory are written.',
  why: 'What somebody wrote by hand is never overwritten, and a link would take the writing elsewhere.',
  wrong: { language: 'text', text: 'docker-compose.dev.yml, written by hand' },
  right: {
    language: 'text',
    text: 'docker-compose.dev.by-hand.yml, beside the generated docker-compose.dev.yml',
  },
};

/**
 * What stands in the way of writing.
 * @param adopt whether Compose files that were written by hand are kept under another name
 */
export function takenPlaces(facts: Facts, conventions: Conventions, adopt: boolean): Finding[] {
  const { id, severity } = placesAreFree;
  const finding = (where: string, path: string, fault: Fault | undefined): Finding[] =>
    fault ? [{ rule: id, severity, where, at: path, ...fault, place: { file: path, line: 1 } }] : [];
  const { workDirectory } = conventions;
  return [
    ...MODES.flatMap((mode) => {
      const path = composeFileName(conventions, mode);
      return finding(mode, path, textFault(facts, conventions, { path, adopt, what: 'Compose file' }));
    }),
    ...finding(
      'prod',
      stackFileName(conventions),
      textFault(facts, conventions, { path: stackFileName(conventions), adopt, what: 'stack file' }),
    ),
    ...finding('system', workDirectory, directoryFault(facts, workDirectory)),
  ];
}

interface Place {
  readonly path: string;
  readonly adopt: boolean;
  /** What is generated there. */
  readonly what: 'Compose file' | 'stack file';
}

function textFault(facts: Facts, conventions: Conventions, { path, adopt, what }: Place): Fault | undefined {
  if (facts.stat(path) === undefined) return undefined;
  const end = facts.resolve(path);
  if (end === undefined) return NOWHERE;
  if (facts.stat(end)?.kind === 'dir')
    return { problem: `is a directory, where a ${what} is generated`, fix: 'move it away' };
  const read = facts.read(path);
  if ('problem' in read)
    return { problem: `${read.problem}, and a ${what} is generated there`, fix: 'move it away' };
  if (adopt || read.text.startsWith(generatedHeader(conventions))) return undefined;
  const variable = environmentName(conventions, 'ADOPT');
  return {
    problem: `was written by hand, and a ${what} of this name is generated`,
    fix: `start with --adopt, which keeps it as ${byHand(path)} (${variable}=1 does it for npx cdktf), or move it away`,
  };
}

function directoryFault(facts: Facts, path: string): Fault | undefined {
  if (facts.stat(path) === undefined) return undefined;
  const end = facts.resolve(path);
  if (end === undefined) return NOWHERE;
  const kind = facts.stat(end)?.kind;
  if (kind === 'unreadable') return { problem: 'cannot be read', fix: 'give this user access (sudo chown)' };
  return kind === 'dir'
    ? undefined
    : { problem: 'is not a directory, and what is generated is kept there', fix: 'move it away' };
}

const NOWHERE: Fault = {
  problem: 'is a link that leads nowhere, where something is generated',
  fix: 'remove the link',
};
