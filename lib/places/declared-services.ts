import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Class } from 'oxc-parser';
import type { SourcePlace } from '../model/finding.js';
import type { DescribedStacks } from './construct-places.js';
import { childrenOf, nameOf, SyntaxFile, type SyntaxNode } from './syntax.js';

/** Where `new service` writes a construct, and where a team's first one is before any stack creates it. */
const CONSTRUCTS = 'constructs';

/** What all services are derived from. */
const BASES = ['DockerService', 'DockerWorker'];

/** A class of a team's code that describes a service. */
export interface DeclaredService {
  readonly name: string;
  readonly place: SourcePlace;
}

/** The services that a team's code declares and nothing creates. */
export function unusedServices(directory: string, { dev, prod }: DescribedStacks): DeclaredService[] {
  const described = [...dev.services, ...prod.services].flatMap(({ madeBy }) => madeBy.calls);
  const folders = new Set([join(directory, CONSTRUCTS), ...described.map(({ file }) => dirname(file))]);
  const classes = new Map<string, DeclaredClass>();
  const used = new Set<string>();
  for (const path of [...folders].flatMap(sourcesIn)) {
    const file = SyntaxFile.read(path);
    if (file) visit(file.program, file, classes, used);
  }
  const isService = (name: string | undefined, depth = 0): boolean =>
    name !== undefined &&
    depth < classes.size + 1 &&
    (BASES.includes(name) || isService(classes.get(name)?.base, depth + 1));
  return [...classes.values()].filter(
    ({ name, base, isAbstract }) => !isAbstract && !used.has(name) && isService(base),
  );
}

interface DeclaredClass extends DeclaredService {
  readonly base: string | undefined;
  readonly isAbstract: boolean;
}

/** The TypeScript files of a folder, without those in folders of it; none where there is no such folder. */
function sourcesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => /^.*(?<!\.d|\.test|\.spec)\.ts$/.test(name));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Notes the classes of a file, and every name that is more there than a type, an import or an export. */
function visit(
  node: SyntaxNode,
  file: SyntaxFile,
  classes: Map<string, DeclaredClass>,
  used: Set<string>,
): void {
  if (node.type === 'Identifier') used.add(nameOf(node) ?? '');
  if (/^(TSType|TSInterface|Import|ExportSpecifier)/.test(node.type)) return;
  const { id, superClass, abstract } = node as unknown as Class;
  if (node.type === 'ClassDeclaration' && id)
    classes.set(id.name, {
      name: id.name,
      place: file.placeOf(node),
      base: superClass ? nameOf(superClass) : undefined,
      isAbstract: abstract ?? false,
    });
  for (const child of childrenOf(node)) if (child !== (id as unknown)) visit(child, file, classes, used);
}
