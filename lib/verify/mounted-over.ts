import { posix } from 'node:path';
import { UNREAD } from '../disk/context.js';
import { imageName } from '../model/image.js';
import { covers } from '../model/live-path.js';
import type { Mount } from '../model/mount.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { isNodesImage } from '../model/swarm.js';
import type { Description } from '../synth/description.js';
import { stagedContext } from './context.js';
import { compareFiles } from './report.js';
import { hashesOf } from './view.js';

/**
 * Whether something of the host lies over a file of an image's context, which only Compose was told to mount: that is what runs,
 * whatever the image has.
 */
export function mountedOver({ mounts, compose, image }: ServiceSpec): (path: string) => boolean {
  if (compose?.volumes === undefined || image.kind !== 'build') return () => false;
  const { directory } = image.source;
  const binds = (mounts as readonly Mount[]).flatMap((mount) => (mount.type === 'bind' ? [mount] : []));
  return (path) =>
    binds.some(({ kind, source }) => covers({ kind, path: source }, posix.join(directory, path)));
}

/**
 * Whether a container's image is the one that its service has now, or differs from that in nothing that is seen.
 * @param running what its image was called when the container was made
 */
export function isCurrentImage(description: Description, service: ServiceSpec, running: string): boolean {
  const { image } = service;
  return isNodesImage(running, imageName(image)) || isCurrentBelowMounts(description, service, [running]);
}

/** Whether a service's image differs from what would be built now in nothing but files that something lies over. */
function isCurrentBelowMounts(
  { settings, sources }: Description,
  service: ServiceSpec,
  imageNames: readonly string[],
): boolean {
  const { image, mode, compose } = service;
  if (compose?.volumes === undefined || image.kind !== 'build') return false;
  const staged = stagedContext(settings.sourceRoot, image, imageNames);
  const context = sources.context(image.source, mode);
  if (!staged || context === UNREAD) return false;
  const isOver = mountedOver(service);
  const differences = compareFiles(hashesOf(context.entries), hashesOf(staged));
  return differences.length > 0 && differences.every(({ path }) => isOver(path));
}
