import { MODES } from '../model/mode.js';
import { classesIn, type DescribedTree, describeProject, toldTree } from '../synth/described.js';
import { describe } from '../synth/description.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { isOutside, readBase } from './base.js';
import type { Compared } from './compared.js';
import { sideOf } from './described.js';
import { diffModes, modesVerdict } from './modes.js';
import { revisionAt, withCheckout } from './repository.js';
import { withoutCompose } from './side.js';
import { diffSystems } from './system-diff.js';
import { verdictOf } from './verdict.js';

/** `diff --base REF`: the working tree, and where it and a revision have branched. */
export async function compareWithBase(project: Project, ref: string): Promise<Compared> {
  const revision = await revisionAt(project.directory, ref);
  const after = toldTree(describeProject(project));
  const { sourceRoot } = after.settings;
  return withCheckout(revision, async (checkout) => {
    const before = toldTree(await readBase(project, revision, checkout));
    // Compose files do not say which of their attributes were told to Compose alone
    const isByFiles = before.because !== undefined;
    const pairs = MODES.map((mode) => ({
      before: sideOf(before, mode),
      after: isByFiles ? withoutCompose(sideOf(after, mode)) : sideOf(after, mode),
    }));
    const diff = diffSystems(pairs, { before: classesIn(before), after: classesIn(after) });
    const commit = revision.commit.slice(0, 7);
    const remarks = [
      `Compared with ${revision.commit.startsWith(ref) ? commit : `${ref} (${commit})`}.`,
      ...(before.because === undefined
        ? []
        : [
            `The code of ${commit} does not describe it (${before.because}): its committed Compose files do${isPartial(after) ? ', without what only Compose is told' : ''}.`,
          ]),
      ...(isOutside(revision.top, sourceRoot)
        ? [
            `Edits in ${sourceRoot} are not seen: it is not in this repository. git -C ${sourceRoot} diff shows them.`,
          ]
        : []),
    ];
    return { diff, verdict: verdictOf(diff), remarks, systems: MODES.map((mode) => after.systems[mode]) };
  });
}

function isPartial({ systems: { dev, prod } }: DescribedTree): boolean {
  return [...dev.services, ...prod.services].some(({ compose }) => compose !== undefined);
}

/** `diff dev prod`. */
export function compareModes(project: Project): Compared {
  const { project: said, portOffset } = readSettings(project);
  // what this machine has otherwise is in both; but the ports that are printed are those that are asked
  const described = describe({ ...said, portOffset, project: said });
  const { dev, prod } = toldTree<DescribedTree>(described).systems;
  const diff = diffModes(dev, prod);
  return { diff, verdict: modesVerdict(diff), remarks: [], systems: [prod] };
}
