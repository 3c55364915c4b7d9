import { realpathSync } from 'node:fs';
import type { SourceFacts } from '../construct/definition.js';
import { DiskFacts } from '../disk/facts.js';
import { readRun, takesShared } from '../dockerfile/read-run.js';
import { servedPage } from '../dockerfile/served-page.js';
import type { Facts, TextFact } from '../model/facts.js';
import { takenPlaces } from '../rules/places-are-free.js';
import { build } from '../synth/description.js';
import { ownLines } from '../synth/located.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import type { Subject } from './subject.js';
import { unusedServiceFindings } from './unused-services.js';

/** The system that the constructs describe, the same on every machine; its lines are those that a person edits. */
export function ownSubject(of: Project): Subject {
  const { project } = readSettings(of);
  const root = realpathSync(project.sourceRoot);
  const facts = new DiskFacts(root, project.conventions.shared?.source);
  const { dev, prod, stacks } = build(project, sourceFacts(facts, project.conventions.shared?.source));
  const locate = ownLines(stacks, { directory: project.directory, sourceRoot: root });
  return {
    root,
    home: realpathSync(of.directory),
    dev,
    prod,
    facts,
    findings: [
      ...unusedServiceFindings(of.directory, stacks),
      ...takenPlaces(facts, project.conventions, project.adopt),
    ],
    locate,
  };
}

type Source = Parameters<NonNullable<SourceFacts['takesShared']>>[0];

/** What describing needs of the disk. What is missing there is for the rules to find, and no digest is looked at. */
function sourceFacts(facts: Facts, shared: string | undefined): SourceFacts {
  const dockerfileOf: (source: Source) => TextFact = ({ directory, dockerfile, inline }) =>
    inline === undefined ? facts.read(`${directory}/${dockerfile}`) : { text: inline };
  return {
    takesShared: (source) => {
      const read = dockerfileOf(source);
      return shared === undefined || 'problem' in read || takesShared(read.text, shared);
    },
    servedPage: (source, page) => {
      const read = dockerfileOf(source);
      const json = facts.read(`${source.directory}/package.json`);
      return 'text' in read && 'text' in json ? servedPage(read.text, json.text, page) : undefined;
    },
    context: (source, mode) => {
      const context = facts.context(source);
      if (!('dockerfile' in context)) return { digest: '', stages: [] };
      const { command: _, ...run } = readRun(context.dockerfile, mode);
      return { digest: '', ...run };
    },
  };
}
