import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shop } from '../../examples/shop/constructs/shop.js';
import { sideOf } from '../../lib/diff/described.js';
import { covers } from '../../lib/model/live-path.js';
import { bindsOf } from '../../lib/model/watch.js';
import { classesIn, describeProject } from '../../lib/synth/described.js';
import type { Project } from '../../lib/synth/project.js';
import { projectAt } from '../conventions.js';

const ROOT = join(import.meta.dirname, '../..');
const projects: readonly (readonly [string, Project])[] = [
  ['OpsConductor', projectAt(ROOT)],
  ['the shop', { directory: join(ROOT, 'examples/shop'), system: shop }],
];

describe('what each file is', () => {
  it.each(
    projects,
  )('is in %s what diff and verify go by: live below a mount, else in the context or ignored', (_, project) => {
    const tree = describeProject(project);
    const side = sideOf(tree, 'dev');
    const classes = classesIn(tree);
    let seen = 0;
    for (const service of tree.systems.dev.services) {
      const inContext = new Set(side.files?.(service).keys());
      for (const { path, class: known } of classes.get(service.name) ?? []) {
        const isLive = bindsOf(service).some(({ kind, source }) => covers({ kind, path: source }, path));
        expect(known === 'live', `${service.name} ${path}`).toBe(isLive);
        if (!isLive) expect(known !== 'ignored', `${service.name} ${path}`).toBe(inContext.has(path));
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(15);
  });
});
