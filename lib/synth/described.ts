import { realpathSync } from 'node:fs';
import type { Systems } from '../construct/systems.js';
import { DiskFacts } from '../disk/facts.js';
import { imageReader } from '../rules/image.js';
import { type ClassifiedFile, fileClasses } from '../rules/parity/file-classes.js';
import { describe } from './description.js';
import type { Project } from './project.js';
import { type ProjectSettings, readSettings } from './settings.js';
import { asTold } from './told.js';

/** Both modes of a system as they are described somewhere, and the source tree that goes with it. */
export interface DescribedTree {
  readonly systems: Pick<Systems, 'dev' | 'prod'>;
  readonly settings: Pick<ProjectSettings, 'sourceRoot' | 'images' | 'conventions'>;
}

/** What each file of each service is: live, baked or ignored. */
export type ClassesOf = ReadonlyMap<string, readonly ClassifiedFile[]>;

/** What the project says, the same on every machine. */
export function describeProject(of: Project): DescribedTree {
  const { project } = readSettings(of);
  return { systems: describe({ ...project, project }).systems, settings: project };
}

/** The same with what only Compose is told in words that there are for it. */
export function toldTree<T extends DescribedTree>(tree: T): T {
  const { dev, prod } = tree.systems;
  const { sourceRoot } = tree.settings;
  return { ...tree, systems: { dev: asTold(dev, sourceRoot), prod: asTold(prod, sourceRoot) } };
}

/** What each file of each service is there. */
export function classesIn({
  systems: { dev, prod },
  settings: { sourceRoot, conventions },
}: DescribedTree): ClassesOf {
  const facts = new DiskFacts(realpathSync(sourceRoot), conventions.shared?.source);
  return fileClasses({ dev, prod, facts, conventions, ...imageReader(facts, [dev, prod]) });
}
