import { Document } from 'yaml';
import type { ComposeAttributes } from '../../model/compose-attributes.js';
import { extensionKey, generatedHeader } from '../../model/conventions.js';
import { composeFileName, imagesFile, secretsFile, systemName } from '../../model/deployment.js';

import { readByCompose, type SystemSecret, secretsOf } from '../../model/secret.js';
import { jobsOf, type SystemSpec, volumesOf } from '../../model/service-spec.js';
import { compact } from './compact.js';
import { laidOver } from './lay-over.js';
import { layOut } from './layout.js';
import { escaped, optional, renderService } from './render-service.js';
import type { Rendered } from './shared.js';

/**
 * A system as a Compose file. All paths are relative to the source root. Secrets and the tags of own images are
 * variables, so that the file changes when the system does, and not with each edit of the code.
 */
export function renderCompose(system: SystemSpec, remark: readonly string[] = []): string {
  return renderSystem(system, header(system, remark), needs(system));
}

/**
 * The same under another comment.
 * @param comment its lines, each with a space before it
 * @param said what the extension says of the whole system, beside its mode
 */
export function renderSystem(system: SystemSpec, comment: string, said: Rendered = {}): string {
  const { mode, network, conventions } = system;
  const extension = extensionKey(conventions);
  const labels = escaped(network.labels);
  const jobs = new Set(jobsOf(system).map(({ name }) => name));
  const document = new Document({ name: systemName(system) });
  compact(document, {
    services: new Map(
      system.services.map((service) => [service.name, renderService(service, extension, jobs)]),
    ),
    labels,
    extension: [extension, { mode, ...said }],
    rest: laidOver(
      {
        networks: { default: { name: network.name, labels } },
        volumes: Object.fromEntries(
          volumesOf(system).map((volume) => [volume, renderVolume(volume, system)]),
        ),
        ...optional('secrets', renderSecrets(system)),
      },
      withMarkedNetworks(system.compose, labels),
    ),
  });
  document.commentBefore = comment;
  return layOut(document);
}

/** Networks that only Compose is told of have our labels too: they end with the system, and what has none is somebody else's. */
function withMarkedNetworks(compose: ComposeAttributes = {}, labels: Rendered): ComposeAttributes {
  const networks = Object.entries((compose.networks ?? {}) as Readonly<Record<string, Rendered | null>>);
  if (networks.length === 0) return compose;
  const marked = networks.map(([name, network]) => {
    if (name === 'default' || network?.external) return [name, network] as const;
    const own = network?.labels ?? {};
    const all = Array.isArray(own)
      ? [...own, ...Object.entries(labels).map(([label, value]) => `${label}=${value}`)]
      : { ...own, ...labels };
    return [name, { ...network, labels: all }] as const;
  });
  return { ...compose, networks: Object.fromEntries(marked) };
}

function header(system: SystemSpec, remark: readonly string[]): string {
  const { mode, conventions } = system;
  const { commands, modes } = conventions;
  const run = commands[mode];
  return [
    `${generatedHeader(conventions).slice(1)} (${commands.synth}). Change the constructs, not this file.`,
    mode === 'dev'
      ? ' Dev: what changes often is mounted over the images, read-only; an edit needs no rebuild.'
      : ` Prod${modes.prod === 'prod' ? '' : ` ("${modes.prod}")`}: everything is baked into the images; nothing is mounted but data.`,
    ...(readByCompose(system)
      ? [
          ` ${run} runs it. By hand: docker compose --env-file ${secretsFile(conventions, mode)}`,
          `   --env-file ${imagesFile(system)} -f ${composeFileName(conventions, mode)} up`,
        ]
      : [` ${run} runs it. By hand: ${commands.compose} ${mode} up, which gives it the secrets.`]),
    ...(mode === 'prod'
      ? [
          ` ${run} has to have run once before: it makes the secrets, the images and the data volumes, which are`,
          ' external here so that nothing of Compose removes them.',
        ]
      : []),
    ...(mode === 'dev'
      ? [
          ' With --watch, Compose restarts a service whose live files change. What it rebuilds is the context staged last:',
          ` after a change of baked files, ${run} --detach stages, builds and replaces.`,
        ]
      : []),
    ...remark.map((line) => ` ${line}`),
  ].join('\n');
}

/** Where a secret is missing, Compose says how to get it and does nothing: without a password a database would begin. */
function needs(system: SystemSpec): Rendered {
  const { mode, conventions } = system;
  const { commands } = conventions;
  const file = secretsFile(conventions, mode);
  const given = readByCompose(system)
    ? `then add --env-file ${file}`
    : `then call ${commands.compose} ${mode} in place of docker compose`;
  const how = ({ form }: SystemSecret) =>
    form === 'from the team' ? `write what the team gives into ${file}` : `${commands[mode]} makes it`;
  const lines = secretsOf(system).map((secret) => [
    secret.name,
    `\${${secret.name}:?${how(secret)}, ${given}}`,
  ]);
  return lines.length === 0 ? {} : { needs: Object.fromEntries(lines) };
}

function renderVolume(volume: string, { mode, network }: SystemSpec): Record<string, unknown> {
  // prod's data is older and longer-lived than any project: `down -v` must not reach it
  return mode === 'prod'
    ? { name: volume, external: true }
    : { name: volume, labels: escaped(network.labels) };
}

/** Compose lays the values into the containers as files; no file of the host is mounted. */
function renderSecrets({ services }: SystemSpec): Record<string, unknown> {
  const names = services.flatMap(({ secretFiles }) => Object.values(secretFiles)).sort();
  return Object.fromEntries(names.map((name) => [name, { environment: name }]));
}
