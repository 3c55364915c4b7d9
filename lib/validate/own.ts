import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parseCompose } from '../compose/read/parse.js';
import type { AttributePlaces } from '../compose/read/parsed.js';
import { renderCompose } from '../compose/write/render.js';
import type { SourceFacts } from '../construct/definition.js';
import { DiskFacts } from '../disk/facts.js';
import { stageNames } from '../dockerfile/dockerfile.js';
import { composeFileName } from '../model/deployment.js';
import type { Facts } from '../model/facts.js';
import type { SourcePlace } from '../model/finding.js';
import type { Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import type { Locate } from '../report/report.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { build } from '../synth/synthesis.js';
import { locator, type Subject } from './subject.js';

/** The system that the constructs describe, the same on every machine; its lines are those of its Compose files. */
export function ownSubject(of: Project): Subject {
  const { project } = readSettings(of);
  const root = realpathSync(project.sourceRoot);
  const facts = new DiskFacts(root, project.conventions.shared?.source);
  const { dev, prod } = build(project, sourceFacts(facts));
  const places = new Map<Mode, AttributePlaces>();
  // to write a file and to read it takes longer than all rules: only where a line is asked for
  const placesOf = (mode: Mode): AttributePlaces => {
    const known = places.get(mode) ?? readPlaces(root, mode === 'dev' ? dev : prod);
    places.set(mode, known);
    return known;
  };
  return { root, dev, prod, facts, findings: [], locate: once(locator(root, placesOf)) };
}

/** What is the same in both modes comes of one construct: it has one line, that of dev. */
function once(locate: Locate): Locate {
  const known = new Map<string, SourcePlace>();
  return (finding) => {
    const key = JSON.stringify({ ...finding, where: finding.where.replace(/^\w+/, '') });
    const place = known.get(key) ?? locate(finding);
    known.set(key, place);
    return place;
  };
}

/** Where each attribute stands in the Compose file that is generated of a system. */
function readPlaces(root: string, system: SystemSpec): AttributePlaces {
  const file = {
    path: join(root, composeFileName(system.conventions, system.mode)),
    text: renderCompose(system),
  };
  return parseCompose([file], {
    ...{ mode: system.mode, conventions: system.conventions, root },
    ...{ env: {}, envFiles: [], readFile: () => undefined },
  }).places;
}

/** What describing needs of the disk. What is missing there is for the rules to find, and no digest is looked at. */
function sourceFacts(facts: Facts): SourceFacts {
  return {
    context: (source) => {
      const context = facts.context(source);
      return { digest: '', stages: 'problem' in context ? [] : stageNames(context.dockerfile) };
    },
  };
}
