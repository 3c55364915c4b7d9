import type { Conventions } from './conventions.js';
import { environmentName } from './conventions.js';
import { TLS_PORT } from './port.js';
import type { ServiceSpec, SystemSpec } from './service-spec.js';

/** Caddy's own data: certificates, and its certificate authority. In Caddy's terms, `XDG_DATA_HOME`. */
export const DATA_HOME = '/var/tmp';
/** Where the gateway's configuration stands. */
export const CONFIGURATION = 'CADDYFILE';
/** Says how Caddy comes to a certificate; not there where the team has one of its own. */
export const TLS_VARIABLE = 'GATEWAY_TLS';
/** Where it serves what it measures, where that is wanted: Caddy's own port for it. */
export const METRICS_PORT = 2019;

/** Hosts that no public authority certifies. */
const OWN = /^([^.]+|[\d.]+|.*\.(localhost|local|internal|home\.arpa))$/;

/** The service that stands before the others, if there is one. */
export function gatewayOf({ services }: Pick<SystemSpec, 'services'>): ServiceSpec | undefined {
  return services.find(
    ({ environment, port }) => port === TLS_PORT && Object.hasOwn(environment, CONFIGURATION),
  );
}

/** Whether a gateway measures what passes it. */
export function isMeasured(system: Pick<SystemSpec, 'services'>): boolean {
  return gatewayOf(system)?.otherPorts?.some((port) => port === METRICS_PORT) ?? false;
}

/** What stands behind a gateway and is published past it all the same, in words; empty where there is nothing. */
export function pastGatewayLines({
  services,
  conventions,
}: Pick<SystemSpec, 'services'> & { readonly conventions: Conventions }): string[] {
  const gateway = gatewayOf({ services });
  const past = services.filter(
    (service) => service !== gateway && service.published.some(({ address }) => address !== '127.0.0.1'),
  );
  if (!gateway || past.length === 0) return [];
  const names = past.map(({ name }) => name).join(', ');
  return [`Past the gateway, on every address: ${names} (${environmentName(conventions, 'OPEN_PORTS')}=1).`];
}

/**
 * How a machine comes to trust the gateway's certificate, in words; empty where that is not of Caddy's own authority.
 * @param host the host's name as browsers know it
 * @param tls `internal`, an e-mail address, the directory of an authority, or nothing
 */
export function trustLines(system: SystemSpec, host: string, tls: string): string[] {
  const gateway = gatewayOf(system);
  const isOwn = tls === 'internal' || (tls === '' && OWN.test(host));
  if (!gateway || !isOwn || !Object.hasOwn(gateway.environment, TLS_VARIABLE)) return [];
  const file = `/usr/local/share/ca-certificates/${gateway.container}.crt`;
  return [
    "Browsers warn of the certificate until they trust the gateway's own authority. Here, for all that uses Debian's bundle:",
    `  docker exec ${gateway.container} cat ${DATA_HOME}/caddy/pki/authorities/local/root.crt | sudo tee ${file} && sudo update-ca-certificates`,
  ];
}
