import { type Deployment, systemName } from '../model/deployment.js';
import { labelNames, systemLabels } from '../model/labels.js';
import { UserError } from '../model/user-error.js';
import { runDocker } from './command.js';
import { lastLines } from './last-lines.js';
import { execa } from './program.js';
import { stackServices } from './stack.js';

/** A secret that Swarm keeps for a system. */
export interface SwarmSecret {
  /** As Swarm calls it. */
  readonly name: string;
  /** As the system does. */
  readonly secret: string;
  /** What its value comes to, with a key of its own. */
  readonly digest: string;
}

/** The secrets that Swarm keeps for a system in its mode; empty where there is no swarm. */
export async function swarmSecrets(deployment: Deployment): Promise<SwarmSecret[]> {
  const { secret, digest } = words(deployment);
  const own = Object.entries(systemLabels(deployment, deployment.mode));
  const { failed, stdout } = await runDocker([
    ...['secret', 'ls', '--format', `{{.Name}}\t{{.Label "${secret}"}}\t{{.Label "${digest}"}}`],
    ...own.flatMap(([label, value]) => ['--filter', `label=${label}=${value}`]),
  ]);
  if (failed) return [];
  return stdout.split('\n').flatMap((line): SwarmSecret[] => {
    const [name = '', secret = '', digest = ''] = line.split('\t');
    return name === '' || secret === '' ? [] : [{ name, secret, digest }];
  });
}

/**
 * Gives Swarm a secret, by its standard input: an argument or a variable would show it.
 * @returns as Swarm calls it
 */
export async function createSwarmSecret(
  deployment: Deployment,
  secret: string,
  value: string,
  digest: string,
): Promise<string> {
  // no digest of the value alone: everybody who may look at a service sees the name
  const name = `${systemName(deployment)}_${secret}_${digest.slice(-12)}`;
  const label = words(deployment);
  const labels = {
    ...systemLabels(deployment, deployment.mode),
    ...{ [label.secret]: secret, [label.digest]: digest },
  };
  const options = Object.entries(labels).flatMap(([key, text]) => ['--label', `${key}=${text}`]);
  const { failed, stderr } = await execa('docker', ['secret', 'create', ...options, name, '-'], {
    ...{ input: value, reject: false },
  });
  if (failed) throw new UserError(`Swarm does not take the secret ${secret}: ${lastLines(stderr, 1)}`);
  return name;
}

/** Those of them that no service has, as Swarm calls them: a deploy that failed left them, or the system is gone. */
export async function unusedSecrets(deployment: Deployment): Promise<string[]> {
  const kept = await swarmSecrets(deployment);
  if (kept.length === 0) return [];
  const services = await stackServices(systemName(deployment));
  const used = new Set(
    services.flatMap(({ told }) => (told.ContainerSpec.Secrets ?? []).map(({ SecretName }) => SecretName)),
  );
  return kept.flatMap(({ name }) => (used.has(name) ? [] : [name])).sort();
}

/** Has Swarm forget secrets; one that a service still has stays. */
export async function removeSwarmSecrets(names: readonly string[]): Promise<void> {
  for (const name of names) await runDocker(['secret', 'rm', name]);
}

function words({ conventions }: Deployment) {
  const { system } = labelNames(conventions);
  const word = (name: string) => system.replace(/system$/, name);
  return { secret: word('secret'), digest: word('secret-digest') };
}
