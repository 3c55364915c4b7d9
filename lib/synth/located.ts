import { join, relative, resolve, sep } from 'node:path';
import type { Finding, SourcePlace } from '../model/finding.js';
import { ConstructPlaces, type DescribedStacks } from '../places/construct-places.js';
import type { ProjectSettings } from './settings.js';

/** Finds the line that a finding about the project's own system comes from, the path absolute. */
export function ownLines(
  stacks: DescribedStacks,
  { directory, sourceRoot }: Pick<ProjectSettings, 'directory' | 'sourceRoot'>,
): (finding: Finding) => SourcePlace {
  const places = new ConstructPlaces(stacks, join(directory, 'main.ts'));
  return (finding) =>
    finding.place
      ? { file: resolve(sourceRoot, finding.place.file), line: finding.place.line }
      : places.find(finding);
}

/** The findings with their lines, as they are named in the project's directory. */
export function located(
  findings: readonly Finding[],
  stacks: DescribedStacks,
  settings: Pick<ProjectSettings, 'directory' | 'sourceRoot'>,
): Finding[] {
  const lineOf = ownLines(stacks, settings);
  return findings.map((finding) => {
    const { file, line } = lineOf(finding);
    return { ...finding, place: { file: relative(settings.directory, file).split(sep).join('/'), line } };
  });
}
