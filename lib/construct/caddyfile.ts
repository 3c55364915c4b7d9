/** A service behind the gateway, at its place on the network. */
export interface Upstream {
  readonly name: string;
  readonly port: number;
}

/** What the gateway leads to, and how. */
export interface GatewayRoutes {
  /** What answers at `/`. @default - nothing does */
  readonly page?: Upstream | undefined;
  /** What answers below `/api/<name>/`. */
  readonly apis: readonly Upstream[];
  /** Upper bound of a request's body in MiB. */
  readonly bodyLimit: number;
  /** Where a certificate of one's own lies, its key in the same file. @default - Caddy gets or makes one */
  readonly certificate?: string | undefined;
  /** The port on which Prometheus gets what Caddy measures. @default - it measures nothing */
  readonly metrics?: number | undefined;
}

/** Asked by the health check; on the container's own address alone. */
export const HEALTH = '/healthy';
/** Seconds for which a request waits for a service that does not answer the door: one that is being replaced. */
const PATIENCE = 30;

/**
 * Caddy's configuration. Three words of it are the container's environment, and so may be set when a Compose file is run:
 * GATEWAY_HOST, the name in browsers; GATEWAY_PORT, empty or `:1443`; GATEWAY_TLS, empty or a directive.
 */
export function caddyfile({ page, apis, bodyLimit, certificate, metrics }: GatewayRoutes): string {
  return `{
  admin off
  persist_config off
  skip_install_trust
  auto_https disable_redirects
  grace_period 8s
  servers {
    protocols h1 h2
${metrics === undefined ? '' : '    metrics\n'}  }
}

http://127.0.0.1:80 {
  respond ${HEALTH} 200
}

${metrics === undefined ? '' : measured(metrics)}http://:80 {
  header -Server
  redir https://{$GATEWAY_HOST}{$GATEWAY_PORT}{uri} 308
}

https://{$GATEWAY_HOST}:443 {
  ${certificate === undefined ? '{$GATEWAY_TLS}' : `tls ${certificate} ${certificate}`}
  log {
    output stdout
    format json
  }
  request_body {
    max_size ${bodyLimit}MiB
  }
  request_header X-Request-Id {http.request.uuid}
  header {
    X-Request-Id {http.request.uuid}
    X-Content-Type-Options nosniff
    ?Referrer-Policy strict-origin-when-cross-origin
    ?X-Frame-Options SAMEORIGIN
    -Server
    -X-Powered-By
    defer
  }
  @named not host localhost
  header @named Strict-Transport-Security max-age=31536000
${apis.map(api).join('')}  handle /api/* {
    respond "No API is reached here." 404
  }
${page ? ofPage(page) : NO_PAGE}}
`;
}

/** Whoever reaches this port gets the measurements, and nothing else. */
function measured(port: number): string {
  return `http://:${port} {
  metrics /metrics
}

`;
}

/** Caddy answers 200 to what nothing is said of. */
const NO_PAGE = `  handle {
    respond "No page is served here." 404
  }
`;

function api({ name, port }: Upstream): string {
  return `  handle_path /api/${name}/* {
    reverse_proxy ${name}:${port} {
      header_up X-Forwarded-Prefix /api/${name}
${WAITING}    }
  }
`;
}

function ofPage({ name, port }: Upstream): string {
  return `  handle {
    reverse_proxy ${name}:${port} {
${WAITING}    }
  }
`;
}

/** A connection for each request: one that is kept is closed by a service that ends, under the request that comes just then. */
const WAITING = `      lb_try_duration ${PATIENCE}s
      transport http {
        keepalive off
      }
`;
