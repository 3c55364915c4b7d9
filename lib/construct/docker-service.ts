import { environmentName } from '../model/conventions.js';
import type { EnvironmentValue } from '../model/environment.js';
import type { Mode } from '../model/mode.js';
import { browserUrl, type ContainerPort, hostPort, internalUrl } from '../model/port.js';
import { UserError } from '../model/user-error.js';
import type { Port } from './definition.js';
import type { ServiceDescription } from './description.js';
import type { LateValue } from './late-value.js';
import { Service, type ServiceProps } from './service.js';

/** One container with a port: how it runs, what it needs, and everything that describes it. */
export interface DockerServiceProps<M extends Mode> extends ServiceProps<M>, ServiceDescription {}

/** One container that serves on a port, or on several. */
export class DockerService<M extends Mode> extends Service<M, ServiceDescription> {
  /** The port it is for, inside its container. */
  get port(): ContainerPort {
    return this.portOf().container;
  }

  /**
   * How another container reaches this one: always through a container port.
   * @param scheme what comes before `://` @default http
   * @param other one of its `otherPorts`, by name @default - the port it is for
   * @throws UserError if it has no port of that name
   */
  url(scheme = 'http', other?: string): string {
    return internalUrl(scheme, this.name, this.portOf(other).container);
  }

  /**
   * How a browser reaches this one: through the stack's gateway, where that runs, and else by its host port. It is worked out
   * when the stack is complete, and throws a `UserError` then if neither leads to it.
   * @param other one of its `otherPorts`, by name; no gateway leads to it @default - the port it is for
   * @throws UserError if no port has that name
   */
  browserUrl(other?: string): LateValue {
    const port = this.portOf(other);
    return { late: () => this.throughEntrance(other) ?? this.atHostPort(port, other) };
  }

  /** @returns undefined where no gateway runs, or nothing that it could lead to */
  private throughEntrance(other: string | undefined): EnvironmentValue | undefined {
    const { entrance } = this.stack;
    if (entrance === undefined || entrance.isLeftOut || this.isLeftOut) return undefined;
    const url = other === undefined ? entrance.urlOf(this.name) : undefined;
    if (url) return url;
    throw new UserError(
      `${this.name}: no browser can reach ${described(other)}: ${entrance.name} does not lead there`,
      `name it in the apis of ${entrance.name}`,
    );
  }

  private atHostPort({ host: port }: Port, other: string | undefined): EnvironmentValue {
    if (port === undefined)
      throw new UserError(
        `${this.name}: no browser can reach ${described(other)}: it is not published`,
        'give its port a host port',
      );
    const { conventions, host, portOffset } = this.stack.context;
    const variable = environmentName(conventions, 'HOST');
    return browserUrl({ variable, fallback: host }, hostPort(port + portOffset));
  }

  private portOf(other?: string): Port {
    const { port, otherPorts = {} } = this.definition;
    const found =
      other === undefined ? port : Object.hasOwn(otherPorts, other) ? otherPorts[other] : undefined;
    if (found) return found;
    throw new UserError(
      `${this.name} has no port ${other === undefined ? 'to be reached at' : `"${other}"`}`,
      'name one of its otherPorts',
    );
  }
}

function described(other: string | undefined): string {
  return other === undefined ? 'it' : `its port "${other}"`;
}
