/** What the host's environment gives to the base images. */
export interface BaseSettings {
  /** The host's certificate bundle, a file: a company network with its own authority needs it in every image. */
  readonly certificates: string;
  /** Where pip and npm fetch from, kept in the images, and Debian's mirror: only what the environment sets. */
  readonly sources: Readonly<Record<string, string>>;
  /** Proxies, for the build alone. */
  readonly proxies: Readonly<Record<string, string>>;
}

const SOURCES = ['DEBIAN_MIRROR', 'PIP_EXTRA_INDEX_URL', 'PIP_INDEX_URL', 'npm_config_registry'];
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

export function baseSettings(env: NodeJS.ProcessEnv): BaseSettings {
  return {
    certificates: env.SSL_CERT_FILE || '/etc/ssl/certs/ca-certificates.crt',
    sources: pick(env, SOURCES),
    proxies: pick(env, PROXIES),
  };
}

function pick(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
