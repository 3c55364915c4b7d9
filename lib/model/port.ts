import { type EnvironmentValue, text, type Variable } from './environment.js';
import { UserError } from './user-error.js';

declare const side: unique symbol;

/** A port inside the container: what other containers and the health check use. */
export type ContainerPort = number & {
  /** For the compiler only. */
  readonly [side]: 'container';
};
/** A port of the host: what a browser or a developer's shell uses, never another container. */
export type HostPort = number & {
  /** For the compiler only. */
  readonly [side]: 'host';
};

/**
 * @param service whose it is, for the message
 * @param prop which of its props
 * @throws UserError where no container can listen on it
 */
export function containerPort(port: number, service?: string, prop?: readonly string[]): ContainerPort {
  return checked(port, { side: 'container', service, prop }) as ContainerPort;
}

/**
 * @param service whose it is, for the message
 * @param prop which of its props
 * @throws UserError where the host has no such port
 */
export function hostPort(port: number, service?: string, prop?: readonly string[]): HostPort {
  return checked(port, { side: 'host', service, prop }) as HostPort;
}

interface PortOf {
  readonly side: 'container' | 'host';
  readonly service: string | undefined;
  readonly prop: readonly string[] | undefined;
}

function checked(port: number, { side, service, prop }: PortOf): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new UserError(
      `${service === undefined ? '' : `${service}: `}${side} port ${port} is not a TCP port`,
      `give a whole number from 1 to 65535${side === 'host' ? ', the port offset added' : ''}`,
      prop && [...prop, side],
    );
  return port;
}

/** A container's port made reachable from the host. */
export interface PublishedPort {
  readonly container: ContainerPort;
  readonly host: HostPort;
  /** The host's address it listens on: loopback alone in dev, every IPv4 address in prod. @default - every address */
  readonly address?: '127.0.0.1' | '0.0.0.0';
}

/**
 * Whether a port would be published where another container's is.
 * @param ports as `docker ps` lists them: `127.0.0.1:8000-8002->8000-8002/tcp, 9000/tcp`
 */
export function collides(ports: string, { host, address = '0.0.0.0' }: PublishedPort): boolean {
  const every = '0.0.0.0';
  return [...ports.matchAll(/([\d.]+):(\d+)(?:-(\d+))?->[\d-]+\/tcp/g)].some(
    ([, at, from, to = from]) =>
      Number(from) <= host && host <= Number(to) && (at === address || at === every || address === every),
  );
}

/** The port on which TLS is spoken inside a container: what is published of it is reached by HTTPS. */
export const TLS_PORT = 443;

/**
 * The URL of a published port, for people.
 * @param host the host's name as browsers know it: not that of what is published on this machine alone
 */
export function publishedUrl({ container, host: port, address }: PublishedPort, host: string): string {
  const [scheme, usual] = container === TLS_PORT ? ['https', 443] : ['http', 80];
  return `${scheme}://${address === '127.0.0.1' ? 'localhost' : host}${port === usual ? '' : `:${port}`}`;
}

/** The URL by which another container reaches a service; a host port does not compile here. */
export function internalUrl(scheme: string, service: string, port: ContainerPort): string {
  return `${scheme}://${service}:${port}`;
}

/** The URL by which a browser reaches a service; @param host its name, which can still be set when a Compose file is run */
export function browserUrl(host: Variable, port: HostPort): EnvironmentValue {
  return text`http://${host}:${port}`;
}
