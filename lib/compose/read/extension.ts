import type { BuildSource } from '../../model/image.js';
import type { LivePath } from '../../model/live-path.js';
import type { BindMount, VolumeMount } from '../../model/mount.js';
import type { ServiceSpec } from '../../model/service-spec.js';
import { Attributes } from './attributes.js';
import type { Leaf, Tree } from './tree.js';

/**
 * What of a service Compose has no word for, as short as people can read it: what is usual, and what another attribute of
 * the service says, is left out. Undefined where nothing is left to say.
 */
export function serviceExtension(service: ServiceSpec): Record<string, unknown> | undefined {
  const { image, port, otherPorts, secretForms, exceptions, kind, job, replicas, placement } = service;
  const source = image.kind === 'build' ? image.source : undefined;
  const mounts = Object.fromEntries(
    (service.mounts as readonly (BindMount | VolumeMount)[]).flatMap((mount) => {
      if (mount.type !== 'bind') return [];
      const usual = usualMount(mount.source, source);
      const { kind: kindOfMount, hot } = mount;
      return usual.kind === kindOfMount && usual.hot === hot
        ? []
        : [[mount.target, { kind: kindOfMount, hot }]];
    }),
  );
  const extension = {
    ...(kind === usualKind(image.kind === 'build') ? {} : { kind }),
    ...(image.kind === 'external' && image.upstream !== image.reference ? { upstream: image.upstream } : {}),
    ...(source && image.kind === 'build' ? writeSource(source, image.dockerfile) : {}),
    ...(Object.keys(mounts).length > 0 ? { mounts } : {}),
    ...(port === undefined || isUsualPort(service) ? {} : { port }),
    ...(otherPorts ? { otherPorts } : {}),
    ...(job ? { job } : {}),
    ...(replicas === undefined ? {} : { replicas }),
    ...(placement ? { placement } : {}),
    ...(secretForms ? { secretForms } : {}),
    ...(Object.keys(exceptions).length > 0 ? { exceptions } : {}),
  };
  return Object.keys(extension).length > 0 ? extension : undefined;
}

/** The one that is published is the one it is for. */
function isUsualPort({ port, published }: ServiceSpec): boolean {
  return published.length === 1 && published[0]?.container === port;
}

/** Application where it is built, as in a file that is not ours. */
export function usualKind(isBuilt: boolean): ServiceSpec['kind'] {
  return isBuilt ? 'application' : 'backing';
}

/** A bind mount is what the live path at its source is, and a directory without one. */
export function usualMount(
  source: string,
  from: Pick<BuildSource, 'directory' | 'live'> | undefined,
): Pick<BindMount, 'kind' | 'hot'> {
  const live = from?.live.find(({ path }) => `${from.directory}/${path}` === source);
  return { kind: live?.kind ?? 'dir', hot: live?.hot ?? false };
}

function writeSource(source: BuildSource, dockerfile: string): Record<string, unknown> {
  const { directory, inline, only, shared, live } = source;
  return {
    source: directory,
    ...(source.dockerfile === dockerfile ? {} : { dockerfile: source.dockerfile }),
    ...(inline === undefined ? {} : { inline }),
    ...(only ? { only } : {}),
    ...(shared ? { shared } : {}),
    ...(live.length > 0 ? { live: live.map(writeLive) } : {}),
  };
}

/** `main.py` is a file, `data/` a directory. */
function writeLive({ kind, path, ...options }: LivePath): unknown {
  const text = kind === 'dir' ? `${path}/` : path;
  return Object.keys(options).length > 0 ? { path: text, ...options } : text;
}

/** The source that an extension names; undefined where it names none. */
export function readSource(extension: Attributes, dockerfile: string): BuildSource | undefined {
  const directory = extension.text('source');
  if (directory === undefined) return undefined;
  const inline = extension.text('inline');
  const only = extension.texts('only');
  const live = extension.log.list(extension.get('live'), extension.name('live'))?.items ?? [];
  return {
    directory,
    dockerfile: extension.text('dockerfile') ?? dockerfile,
    ...(inline === undefined ? {} : { inline }),
    ...(only ? { only } : {}),
    shared: extension.flag('shared') ?? false,
    live: live.flatMap((item) => readLive(item, extension)),
  };
}

function readLive(item: Tree, extension: Attributes): LivePath[] {
  if (item.kind === 'leaf') return [livePath(item)];
  const table = extension.log.table(item, extension.name('live'));
  const live = table && new Attributes(table, extension.name('live'), extension.log);
  const path = live?.leaf('path');
  if (!live || !path) return [];
  const [writable, hot] = [live.flag('writable'), live.flag('hot')];
  return [
    {
      ...livePath(path),
      ...(writable === undefined ? {} : { writable }),
      ...(hot === undefined ? {} : { hot }),
    },
  ];
}

function livePath({ text }: Leaf): LivePath {
  return text.endsWith('/') ? { kind: 'dir', path: text.slice(0, -1) } : { kind: 'file', path: text };
}
