import { inFile } from '../../compose/read/as-in-file.js';
import { isNull } from '../../compose/read/tree.js';
import { entriesOf, entryOf, plainText, type Tree } from './attributes.js';
import type { ImportedService, ImportedSystem, KeptAttribute } from './imported.js';
import { plainVolumes } from './mounts.js';
import { importService } from './service.js';

/** Of the top level, what stands nowhere else, or says nothing. */
const LEFT = new Set(['services', 'name', 'version', 'include']);

/**
 * A merged project as constructs say it.
 * @param root the source root, absolute
 * @param active profiles that are active here
 */
export function importSystem(project: Tree, root: string, active: ReadonlySet<string>): ImportedSystem {
  const trees = entriesOf(entryOf(project, 'services')).filter(([, tree]) => tree.kind === 'table');
  const volumes = plainVolumes(
    entryOf(project, 'volumes'),
    trees.map(([, tree]) => tree),
  );
  const around = { root, active, names: new Set(trees.map(([name]) => name)), plainVolumes: volumes };
  const services = trees.map(([name, tree]) => importService(name, tree, around));
  const top = importTop(project, volumes, root);
  return {
    services: inOrder(services.map(({ passed: _, changed: __, ...service }) => service)),
    compose: top.compose,
    passed: [...services.flatMap(({ passed }) => passed), ...top.passed],
    changed: [...services.flatMap(({ changed }) => changed), ...top.changed],
  };
}

function importTop(
  project: Tree,
  volumes: ReadonlySet<string>,
  root: string,
): Pick<ImportedSystem, 'compose' | 'passed' | 'changed'> {
  const compose: Record<string, unknown> = {};
  const passed: KeptAttribute[] = [];
  const changed: KeptAttribute[] = [];
  const at = ({ place }: Tree) => (place ? { place } : {});
  for (const [key, section] of entriesOf(project)) {
    if (LEFT.has(key) || key.startsWith('x-') || isNull(section)) continue;
    const entries = entriesOf(section).filter(([name]) => !(key === 'volumes' && volumes.has(name)));
    for (const [name, tree] of entries) {
      if (key === 'networks' && name === 'default') {
        const kept = entriesOf(tree).filter(([part]) => part !== 'name');
        const old = entryOf(tree, 'name');
        if (old)
          changed.push({
            what: `networks.default.name: "${plainText(old)}" is this project's own name`,
            ...at(old),
          });
        if (kept.length === 0) continue;
      }
      const { name: _, ...rest } = (inFile(tree, root) ?? {}) as Readonly<Record<string, unknown>>;
      const value = key === 'networks' && name === 'default' ? rest : inFile(tree, root);
      compose[key] = { ...(compose[key] as object | undefined), [name]: value };
      passed.push({ what: `${key}.${name}`, ...at(tree) });
    }
  }
  return { compose, passed, changed };
}

/** Each behind all that it needs, otherwise as the files have them. */
function inOrder(services: readonly ImportedService[]): ImportedService[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const ordered = new Set<ImportedService>();
  const open = new Set<string>();
  const put = (service: ImportedService): void => {
    if (ordered.has(service) || open.has(service.name)) return;
    open.add(service.name);
    for (const name of [...service.needs, ...service.requires]) {
      const other = byName.get(name);
      if (other) put(other);
    }
    ordered.add(service);
  };
  for (const service of services) put(service);
  return [...ordered];
}
