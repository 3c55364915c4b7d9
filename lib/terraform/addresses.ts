import { publishedHost } from '../model/port.js';
import type { SystemSpec } from '../model/service-spec.js';

/**
 * Service → its URL on the host, for each that is published.
 * @param host the host's name as browsers know it
 */
export function addresses({ mode, services }: SystemSpec, host: string): Record<string, string> {
  const name = publishedHost(mode, host);
  return Object.fromEntries(
    services.flatMap((service) =>
      service.published.slice(0, 1).map((port) => [service.name, `http://${name}:${port.host}`] as const),
    ),
  );
}
