import { publishedUrl } from '../model/port.js';
import type { SystemSpec } from '../model/service-spec.js';

/**
 * Service → its URL on the host, for each that is published.
 * @param host the host's name as browsers know it
 */
export function addresses({ services }: SystemSpec, host: string): Record<string, string> {
  return Object.fromEntries(
    services.flatMap((service) =>
      service.published.slice(0, 1).map((port) => [service.name, publishedUrl(port, host)] as const),
    ),
  );
}
