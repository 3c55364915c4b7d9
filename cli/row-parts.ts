import type { z } from 'zod';
import { type ImageSpec, imageName } from '../lib/model/image.js';
import type { ServiceSpec } from '../lib/model/service-spec.js';
import type { SHAPES } from './shapes.js';

/** What status says of a service. */
export type StatusRow = z.input<typeof SHAPES.status>['modes'][number]['services'][number];

/** A job's container is gone when it has ended. */
export function jobRow({ name, image }: ServiceSpec, isDue: boolean): StatusRow {
  return {
    ...{ service: name, state: isDue ? 'due' : 'done', health: '' },
    ...{ from: sourceOf(image, imageName(image)), addresses: [], right: !isDue },
  };
}

/** What a container's image was made from: the service's directory with the digest of its content, or an image of others. */
export function sourceOf(image: ImageSpec, running: string): string {
  if (image.kind === 'external') return running;
  return `${image.source.directory}/ ${running.slice(running.lastIndexOf(':') + 1).replace(/^\w+-/, '')}`;
}
