import { compareModes, compareWithBase } from '../lib/diff/compare.js';
import type { Compared } from '../lib/diff/compared.js';
import { renderMarkdown } from '../lib/diff/markdown.js';
import { renderDiff } from '../lib/diff/text.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import { UsageError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { compareWithRunning } from './diff-running.js';
import { diffDocument } from './diff-shape.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';

export interface DiffOptions {
  readonly base?: string;
  readonly running?: Mode;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `diff`: prints what differs; exit code 2 where anything does. */
export async function diff(
  project: Project,
  words: readonly (string | undefined)[],
  options: DiffOptions,
): Promise<void> {
  const { json = false, markdown = false } = options;
  const compared = await compare(
    project,
    words.filter((word) => word !== undefined),
    options,
  );
  if (json) printJson(SHAPES.diff, diffDocument(compared));
  else console.log(markdown ? renderMarkdown(compared) : renderDiff(compared));
  if (compared.diff.services.length > 0) process.exitCode = 2;
}

async function compare(
  project: Project,
  words: readonly string[],
  { base, running }: DiffOptions,
): Promise<Compared> {
  if (words.length === 0)
    return running ? compareWithRunning(project, running) : compareWithBase(project, base ?? 'HEAD');
  if (words.join(' ') !== MODES.join(' '))
    throw new UsageError(`"${words.join(' ')}" cannot be compared`, `use ${MODES.join(' ')}, or --base`);
  if (base !== undefined || running)
    throw new UsageError(
      `dev prod and --${running ? 'running' : 'base'} exclude each other`,
      'give one of them',
    );
  return compareModes(project);
}
