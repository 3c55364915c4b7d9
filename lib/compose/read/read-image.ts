import type { CheckedImage } from '../../model/checked-system.js';
import type { Attributes } from './attributes.js';
import { isAddress, isRemote } from './contexts.js';
import { relativeTo } from './paths.js';
import type { ServiceContext } from './project.js';

/** What a service's image is built from, or its name. */
export function readImage(service: Attributes, { root }: ServiceContext): CheckedImage | undefined {
  const build = service.map('build');
  if (!build) {
    const reference = service.text('image');
    return reference === undefined ? undefined : { kind: 'external', reference };
  }
  const context = build.text('context') ?? root;
  const missing = build.leaf('context')?.missing;
  if (missing !== undefined)
    return build.log.unset(missing, build.place('context'), { service: service.what, at: 'image' });
  if (isRemote(context))
    return build.log.leave(
      build.place('context'),
      `${service.what} is built from ${context}, which is not on this machine`,
    );
  const target = build.text('target');
  const inline = build.text('dockerfile_inline');
  const args = build.pairs('args').map(([name, value]) => [name, value.text] as const);
  const reference = service.text('image');
  const contexts = build
    .pairs('additional_contexts')
    .map(([name, { text }]) => [name, isAddress(text) ? text : relativeTo(root, text)] as const);
  return {
    kind: 'build',
    ...(target ? { target } : {}),
    ...(args.length > 0 ? { args: Object.fromEntries(args) } : {}),
    ...(reference ? { reference } : {}),
    ...(contexts.length > 0 ? { contexts: Object.fromEntries(contexts) } : {}),
    source: {
      directory: relativeTo(root, context),
      // a text that stands in the Compose file is in no context
      dockerfile: inline === undefined ? build.text('dockerfile') || 'Dockerfile' : '/dev/null',
      ...(inline === undefined ? {} : { inline }),
      shared: false,
    },
  };
}
