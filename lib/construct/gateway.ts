import { environmentName } from '../model/conventions.js';
import { type EnvironmentValue, type Secret, text } from '../model/environment.js';
import { CONFIGURATION, DATA_HOME, METRICS_PORT, TLS_VARIABLE } from '../model/gateway.js';
import type { Mode } from '../model/mode.js';
import { hostPort, TLS_PORT } from '../model/port.js';
import { UserError } from '../model/user-error.js';
import { caddyfile, HEALTH } from './caddyfile.js';
import type { PlainPortProps } from './description.js';
import { DockerService } from './docker-service.js';
import { command } from './health.js';
import { runsGateway } from './resolve.js';
import type { ModeProps } from './service.js';
import type { Entrance, Stack } from './stack.js';

/** What the gateway leads to. */
export interface GatewayProps<M extends Mode> extends ModeProps<M> {
  /** What browsers get at `/`. @default - nothing: only its APIs are reached */
  readonly page?: DockerService<M> | undefined;
  /** Services that browsers reach, each below `/api/<its name>/`, which is taken off; no other is reached. @default - none */
  readonly apis?: readonly (DockerService<M> | undefined)[] | undefined;
  /** Its ports on the host: `http` only redirects to `https`. @default - 80 and 443 */
  readonly ports?: {
    /** 1 to 65535, with the port offset added. */
    readonly http: number;
    /** 1 to 65535, with the port offset added. */
    readonly https: number;
  };
  /** Upper bound of a request's body in MiB, a whole number. @default 16 */
  readonly bodyLimit?: number;
  /**
   * The certificate to show, if it is one of your own: the secret's value is a PEM file in base64, with the certificate, those
   * above it, and its key. @default - a public one by ACME for a public name, one of Caddy's own authority for any other
   */
  readonly certificate?: Secret;
  /**
   * Port of the host on which Prometheus gets what Caddy measures, at `/metrics`: on 127.0.0.1 alone, in both modes, with the port
   * offset added. On the system's own network that is port 2019 of the gateway. @default - nothing is measured
   */
  readonly metrics?: number;
  /** Caddy 2.8 or newer, with a shell and `wget`. @default caddy:2-alpine */
  readonly image?: string;
}

const CERTIFICATE = '/tmp/certificate.pem';

/**
 * The front door, by Caddy: one origin for the page and the APIs, with TLS. In prod it alone is published on every address, the
 * other services on the host's own; dev has it where it is asked for.
 */
export class Gateway<M extends Mode> extends DockerService<M> implements Entrance {
  private readonly page: string | undefined;
  private readonly apis: readonly string[];
  private readonly host: EnvironmentValue;

  /**
   * @param scope the stack that it is the gateway of; it has one at most
   * @param id its name: lower-case letters, digits and `-`
   * @param props what it leads to
   */
  constructor(scope: Stack<M>, id: string, props: GatewayProps<NoInfer<M>>) {
    const {
      page,
      apis = [],
      ports = { http: 80, https: TLS_PORT },
      bodyLimit = 16,
      certificate,
      metrics,
      ...rest
    } = props;
    const { conventions, host, tls = '', gateway, portOffset } = scope.context;
    const reached = apis.flatMap((api) => (api && !api.isLeftOut ? [api] : []));
    const shown = page?.isLeftOut ? undefined : page;
    const routes = {
      ...{ page: shown && upstream(shown), apis: reached.map(upstream), bodyLimit },
      ...(certificate ? { certificate: CERTIFICATE } : {}),
      ...(metrics === undefined ? {} : { metrics: METRICS_PORT }),
    };
    if (!Number.isInteger(bodyLimit) || bodyLimit < 1)
      throw new UserError(
        `${id}: bodyLimit cannot be ${bodyLimit}`,
        'give it a whole number of MiB, 1 or more',
        ['bodyLimit'],
      );
    super(scope, id, {
      ...{ image: 'caddy:2-alpine', ...rest },
      command: ['sh', '-c', certificate ? `${LAY_DOWN} && ${START}` : START],
      port: { container: TLS_PORT, host: ports.https },
      otherPorts: { redirect: { container: 80, host: ports.http }, ...measured(metrics) },
      environment: {
        [CONFIGURATION]: caddyfile(routes),
        GATEWAY_HOST: [{ variable: environmentName(conventions, 'HOST'), fallback: host }],
        GATEWAY_PORT: portPart(ports.https + portOffset),
        ...(certificate
          ? { GATEWAY_CERTIFICATE: certificate }
          : { [TLS_VARIABLE]: [{ variable: environmentName(conventions, 'TLS'), fallback: tls }] }),
        XDG_CONFIG_HOME: '/tmp',
        XDG_DATA_HOME: DATA_HOME,
      },
      // every image has this directory, and nobody may write to it: a new volume takes that over
      volumes: { gateway_data: DATA_HOME },
      healthCheck: command('wget', '-q', '-O', '/dev/null', `http://127.0.0.1:80${HEALTH}`),
      // Caddy's own image gives its program this one, and none starts that may not have it
      capabilities: ['NET_BIND_SERVICE'],
      memory: 256,
      exceptions: gateway
        ? {}
        : {
            'same-services':
              'dev publishes every service on its own port; with --gateway it has this one too',
          },
    });
    this.page = shown?.name;
    this.apis = reached.map(({ name }) => name);
    this.host = text`https://${{ variable: environmentName(conventions, 'HOST'), fallback: host }}${portPart(hostPort(ports.https + portOffset, id))}`;
    scope.enterBy(this);
  }

  /** Whether it does not run here: dev has it where it is asked for. */
  override get isLeftOut(): boolean {
    return super.isLeftOut || !runsGateway(this.stack.context);
  }

  /** Where browsers reach a service; undefined for one that it does not lead to. @param service its name */
  urlOf(service: string): EnvironmentValue | undefined {
    if (service === this.page || service === this.name) return this.host;
    return this.apis.includes(service) ? [...this.host, `/api/${service}`] : undefined;
  }
}

const LAY_DOWN = `umask 077; printf %s "$GATEWAY_CERTIFICATE" | base64 -d > ${CERTIFICATE}`;
/**
 * The configuration is a variable, for no engine lays a file into a read-only container. Nobody certifies a name without a dot; of
 * all others Caddy knows by itself.
 */
const START =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, not ours
  'case $GATEWAY_HOST in *.*) ;; *) : "${GATEWAY_TLS:=internal}" ;; esac; case $GATEWAY_TLS in https:*) GATEWAY_TLS=$(printf "{\\n  ca %s\\n}" "$GATEWAY_TLS") ;; esac; printf %s "$CADDYFILE" > /tmp/Caddyfile && GATEWAY_TLS="${GATEWAY_TLS:+tls $GATEWAY_TLS}" exec caddy run --config /tmp/Caddyfile --adapter caddyfile';

/** Whatever else the gateway serves: what it has measured is for this machine alone. */
function measured(metrics: number | undefined): Record<string, PlainPortProps> {
  return metrics === undefined
    ? {}
    : { metrics: { container: METRICS_PORT, host: metrics, address: '127.0.0.1' } };
}

function upstream({ name, port }: DockerService<Mode>) {
  return { name, port };
}

/** What follows the host in a URL of HTTPS. */
function portPart(port: number): string {
  return port === TLS_PORT ? '' : `:${port}`;
}
