import type { Drawing, DrawnService } from './drawing.js';

const CHANGES = {
  changed: 'stroke:#d29922,stroke-width:3px',
  added: 'stroke:#2da44e,stroke-width:3px',
  removed: 'stroke:#cf222e,stroke-width:3px,stroke-dasharray:4',
} as const;

/** A drawing as GitHub and others draw it from text. */
export function mermaid({ services, waits }: Drawing): string {
  const ids = idsOf(services);
  const used = Object.entries(CHANGES).filter(([name]) => services.some(({ change }) => change === name));
  return [
    'flowchart LR',
    ...services.map(
      ({ name, lines, change }) =>
        `  ${ids.get(name)}["${[name, ...lines].map(plain).join('<br/>')}"]${change === undefined ? '' : `:::${change}`}`,
    ),
    ...waits.map(([name, needed]) => `  ${ids.get(name)} --> ${ids.get(needed)}`),
    ...used.map(([name, style]) => `  classDef ${name} ${style}`),
  ].join('\n');
}

/** A name of the language for each service: `end` and others are words of it, and so are two dashes. */
function idsOf(services: readonly DrawnService[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const [i, { name }] of services.entries()) {
    const id = `s_${name.replace(/[^a-z0-9]/gi, '_')}`;
    ids.set(name, taken.has(id) ? `${id}_${i}` : id);
    taken.add(id);
  }
  return ids;
}

/** Characters that mean nothing in the language are as they are. */
function plain(text: string): string {
  return text.replace(/[^\w ./,:→-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
