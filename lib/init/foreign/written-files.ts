import { relative } from 'node:path';
import type { Place } from '../../compose/read/parsed.js';
import type { SystemOptions } from '../../construct/define-system.js';
import { MODES, type Mode } from '../../model/mode.js';
import type { ImportedSystem } from './imported.js';
import { mainText, type WrittenStack } from './main-text.js';
import { projectFiles } from './project-files.js';
import { serviceText } from './service-text.js';
import type { ModeFiles } from './setups.js';
import { className } from './typescript.js';

/** The files of the description, by their paths in its directory. */
export function writtenFiles(
  options: Omit<SystemOptions, 'stacks'>,
  imported: Readonly<Record<Mode, ImportedSystem>>,
  files: ModeFiles,
  root: string,
): Map<string, string> {
  const isSame = JSON.stringify(described(imported.dev)) === JSON.stringify(described(imported.prod));
  const stacks: WrittenStack[] = isSame
    ? [stackOf('Services', imported.dev, () => undefined)]
    : MODES.map((mode) => {
        const other = imported[mode === 'dev' ? 'prod' : 'dev'];
        const own = stackOf(mode === 'dev' ? 'DevServices' : 'ProdServices', imported[mode], (name) =>
          sameIn(name, imported[mode], other) ? undefined : mode,
        );
        return { ...own, mode };
      });
  const from = [...new Set([...files.dev, ...files.prod])].join(', ');
  const written = new Map([['main.ts', mainText(options, stacks, from)]]);
  for (const { system, classes } of stacks)
    for (const service of system.services) {
      const its = classes.get(service.name);
      if (its)
        written.set(
          `constructs/${its.file}.ts`,
          serviceText(service, its.name, placeText(service.place, root)),
        );
    }
  for (const [path, text] of projectFiles(options)) written.set(path, text);
  return written;
}

function described({ services, compose }: ImportedSystem): unknown {
  return [services.map(({ place: _, ...service }) => service), compose];
}

function sameIn(name: string, one: ImportedSystem, other: ImportedSystem): boolean {
  const of = ({ services }: ImportedSystem) => services.find((service) => service.name === name)?.description;
  return JSON.stringify(of(one)) === JSON.stringify(of(other));
}

function stackOf(
  name: string,
  system: ImportedSystem,
  modeOf: (service: string) => Mode | undefined,
): WrittenStack {
  const given = new Set<string>();
  const classes = system.services.map(({ name: service }) => {
    const mode = modeOf(service);
    const base = className(service) + (mode ? className(mode) : '');
    let unique = base;
    for (let n = 2; given.has(unique); n++) unique = `${base}${n}`;
    given.add(unique);
    const file =
      service.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-') +
      (unique === base ? '' : unique.slice(base.length));
    return [service, { name: unique, file: mode ? `${file}.${mode}` : file }] as const;
  });
  return { className: name, system, classes: new Map(classes) };
}

/** `compose.yaml:3` */
export function placeText(place: Place | undefined, root: string): string {
  return place ? `${relative(root, place.file)}:${place.line}` : 'the Compose files';
}
