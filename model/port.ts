declare const side: unique symbol;

/** A port inside the container: what other containers and the health check use. */
export type ContainerPort = number & { readonly [side]: 'container' };
/** A port of the host: what a browser or a developer's shell uses, never another container. */
export type HostPort = number & { readonly [side]: 'host' };

export function containerPort(port: number): ContainerPort {
  return checked(port) as ContainerPort;
}

export function hostPort(port: number): HostPort {
  return checked(port) as HostPort;
}

function checked(port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new RangeError(`${port} is not a TCP port (1 to 65535)`);
  return port;
}

/** A container's port made reachable from the host. */
export interface PublishedPort {
  readonly container: ContainerPort;
  readonly host: HostPort;
  /** The host's address it listens on: loopback alone in dev, every IPv4 address in prod. */
  readonly address: '127.0.0.1' | '0.0.0.0';
}

/** The URL by which another container reaches a service; a host port does not compile here. */
export function internalUrl(scheme: string, service: string, port: ContainerPort): string {
  return `${scheme}://${service}:${port}`;
}

/** The URL by which a browser on the host reaches a service. */
export function browserUrl(port: HostPort): string {
  return `http://localhost:${port}`;
}
