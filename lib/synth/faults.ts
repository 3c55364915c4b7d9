import type { Systems } from '../construct/systems.js';
import { DiskFacts } from '../disk/facts.js';
import { SourceTree } from '../disk/source-tree.js';
import { environmentName } from '../model/conventions.js';
import { type Finding, formatFindings } from '../model/finding.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { check } from '../rules/check.js';
import type { checkForErrors } from '../rules/check-for-errors.js';
import { takenPlaces } from '../rules/places-are-free.js';
import { located } from './located.js';
import type { Settings } from './settings.js';

/**
 * Everything that is found in a source root, for every command that reads it; errors stand in the way.
 * @param tree what has read its directories
 * @param checkBoth what checks both systems @default - all rules
 */
export function findingsOf(
  { dev, prod }: Pick<Systems, 'dev' | 'prod'>,
  settings: Settings,
  tree: SourceTree,
  checkBoth: typeof checkForErrors = check,
): readonly Finding[] {
  const { sourceRoot, conventions, adopt } = settings;
  const facts = new DiskFacts(sourceRoot, conventions.shared?.source, tree);
  return [
    ...takenPlaces(facts, conventions, adopt),
    ...checkBoth(dev, prod, facts, conventions, settings.system.rules),
  ];
}

/** All of it as one error, a line each. */
export function faultsError(
  faults: readonly Finding[],
  { dev, prod, stacks }: Systems,
  settings: Settings,
): UserError {
  const { sourceRoot, conventions } = settings;
  const directories = sourceDirectories([dev, prod]);
  const tree = new SourceTree(sourceRoot);
  if (directories.length > 1 && directories.every((path) => tree.end(path) === 'nothing'))
    return new UserError(
      `no source directory of ${conventions.title} is in ${sourceRoot}: neither ${directories.join(', nor ')}`,
      `check ${environmentName(conventions, 'ROOT')}, or sourceRoot in cdktf.json`,
    );
  const lines = formatFindings(faults, located(faults, stacks, settings));
  if (lines.length === 1) return new UserError(lines.join());
  const all = [`${lines.length} things are wrong in ${sourceRoot}:`, ...lines.map((line) => `  ${line}`)];
  return new UserError(all.join('\n'));
}

function sourceDirectories(systems: readonly SystemSpec[]): string[] {
  const images = systems.flatMap(({ services }) => services.map(({ image }) => image));
  return [...new Set(images.flatMap((image) => (image.kind === 'build' ? [image.source.directory] : [])))];
}
