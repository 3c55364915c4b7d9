import { realpathSync } from 'node:fs';
import { DiskFacts } from '../disk/facts.js';
import { takenPlaces } from '../rules/places-are-free.js';
import { build } from '../synth/build.js';
import { ownLines } from '../synth/located.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { asTold } from '../synth/told.js';
import { undigested } from '../synth/undigested.js';
import { composeAlone } from './compose-alone.js';
import { notForSwarm } from './runs-in-swarm.js';
import type { Subject } from './subject.js';
import { unusedServiceFindings } from './unused-services.js';

/** The system that the constructs describe, the same on every machine; its lines are those that a person edits. */
export function ownSubject(of: Project): Subject {
  const { project } = readSettings(of);
  const root = realpathSync(project.sourceRoot);
  const facts = new DiskFacts(root, project.conventions.shared?.source);
  const { dev, prod, stacks } = build(project, undigested(facts, project.conventions.shared?.source));
  const locate = ownLines(stacks, { directory: project.directory, sourceRoot: root });
  return {
    root,
    home: realpathSync(of.directory),
    dev,
    prod,
    told: () => ({ dev: asTold(dev, root), prod: asTold(prod, root) }),
    facts,
    findings: [
      ...unusedServiceFindings(of.directory, stacks),
      ...composeAlone([dev, prod]),
      ...notForSwarm(prod, facts),
      ...takenPlaces(facts, project.conventions, project.adopt),
    ],
    locate,
  };
}
