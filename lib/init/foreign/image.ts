import { inFile } from '../../compose/read/as-in-file.js';
import { isRemote } from '../../compose/read/contexts.js';
import { relativeTo } from '../../compose/read/paths.js';
import type { ImageSource, PlainDescription } from '../../construct/description.js';
import { entriesOf, entryOf, leafOf, plainText, type ServiceNotes, type Tree } from './attributes.js';

/** What of `build` the images of this project are built with. */
const SAID = new Set(['context', 'dockerfile', 'dockerfile_inline', 'target', 'args']);

/** Names of what is nobody else's business. */
export const MAY_BE_SECRET = /PASS|SECRET|TOKEN|KEY|CREDENTIAL/i;

/** A name that no registry serves, of an image that only Compose can build. */
const COMPOSE_BUILDS = 'localhost/compose-builds/';

/** What a service runs. */
export function importImage(service: Tree, notes: ServiceNotes): PlainDescription['image'] {
  const build = entryOf(service, 'build');
  const image = entryOf(service, 'image');
  if (build?.kind !== 'table') {
    const reference = leafOf(image);
    if (reference?.parts)
      notes.change(
        `image: "${reference.text}" stands there, for the name of an image has no variables`,
        image?.place,
      );
    return reference?.text ?? '';
  }
  const source = importSource(build, notes);
  if (source) {
    if (image) notes.change(`image: it is built under a name of this project's`, image.place);
    return source;
  }
  notes.pass('build', inFile(build, notes.root), build.place, 'build: only Compose can build it');
  return leafOf(image)?.text ?? `${COMPOSE_BUILDS}${notes.service}`;
}

/** Undefined where its context is no directory of the source root. */
function importSource(build: Tree, notes: ServiceNotes): ImageSource | undefined {
  const context = leafOf(entryOf(build, 'context'))?.text ?? notes.root;
  const directory = relativeTo(notes.root, context);
  if (isRemote(context) || directory.startsWith('/')) return undefined;
  const dockerfile = leafOf(entryOf(build, 'dockerfile'))?.text;
  const inline = leafOf(entryOf(build, 'dockerfile_inline'))?.text;
  const target = leafOf(entryOf(build, 'target'))?.text;
  const args = importArguments(entryOf(build, 'args'), notes);
  for (const [key, value] of entriesOf(build)) {
    if (!SAID.has(key))
      notes.pass('build', { [key]: inFile(value, notes.root) }, value.place, `build.${key}`);
    else if (key !== 'args' && leafOf(value)?.parts)
      notes.change(`build.${key}: "${leafOf(value)?.text}" stands there`, value.place);
  }
  return {
    directory,
    ...(dockerfile === undefined || dockerfile === 'Dockerfile'
      ? {}
      : { dockerfile: relativeTo(context, dockerfile) }),
    ...(inline === undefined ? {} : { inline }),
    ...(target ? { target } : {}),
    ...(Object.keys(args).length > 0 ? { args } : {}),
  };
}

/** Arguments as they are here. One that may be a secret stays in its variable. */
function importArguments(args: Tree | undefined, notes: ServiceNotes): Record<string, string> {
  notes.changeNames('build.args', args);
  return Object.fromEntries(
    entriesOf(args).flatMap(([name, value]) => {
      const text = plainText(value);
      if (text !== undefined) return [[name, text] as const];
      const leaf = leafOf(value);
      if (leaf && !MAY_BE_SECRET.test(name)) {
        notes.change(`build.args.${name}: "${leaf.text}" stands there`, value.place);
        return [[name, leaf.text] as const];
      }
      const kept = { args: { [name]: inFile(value, notes.root) } };
      notes.pass('build', kept, value.place, `build.args.${name}: the image is built without it`);
      return [];
    }),
  );
}
