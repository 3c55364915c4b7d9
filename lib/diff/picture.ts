import type { SystemSpec } from '../model/service-spec.js';
import { fenced } from './markdown-text.js';
import type { SystemDiff } from './system-diff.js';

/** More would not be read, and GitHub draws no picture of any size. */
const MOST = 40;

/** What is touched and what waits for it, as GitHub draws it; nothing where too much or too little is. */
export function changePicture({ services }: SystemDiff, systems: readonly SystemSpec[]): string {
  const touched = new Map(services.map((each) => [each.service, each]));
  const waits = new Map<string, ReadonlySet<string>>();
  for (const { services: all } of systems)
    for (const { name, dependsOn } of all)
      waits.set(name, new Set([...(waits.get(name) ?? []), ...dependsOn]));
  const edges = [...waits].flatMap(([name, needs]) =>
    [...needs].filter((need) => touched.has(need)).map((need) => [name, need] as const),
  );
  const names = [...new Set([...touched.keys(), ...edges.flat()])];
  if (edges.length === 0 || names.length > MOST) return '';
  // names of services are letters, digits and dashes; ids of their own, for "end" is a word of the language
  const id = (name: string) => `s${names.indexOf(name)}`;
  return fenced('mermaid', [
    'flowchart LR',
    ...names.map(
      (name) => `  ${id(name)}["${name.replace(/[^\w-]/g, '_')}"]${classOf(touched.get(name)?.kind)}`,
    ),
    ...edges.map(([name, need]) => `  ${id(name)} --> ${id(need)}`),
    '  classDef changed stroke:#d29922,stroke-width:3px',
    '  classDef added stroke:#2da44e,stroke-width:3px',
    '  classDef removed stroke:#cf222e,stroke-width:3px,stroke-dasharray:4',
  ]);
}

function classOf(kind: string | undefined): string {
  return kind === undefined ? '' : `:::${kind}`;
}
