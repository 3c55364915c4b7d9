import type { CheckedMount, CheckedService } from '../../model/checked-system.js';
import { Attributes } from './attributes.js';
import { isBoundVolume } from './bound-volume.js';
import { isAbsolute, relativeTo } from './paths.js';
import type { ServiceContext } from './project.js';
import { isNull } from './tree.js';

/** Mounts, and after them the configs that are files of the host: to a container those are the same. */
export function readMounts(service: Attributes, project: ServiceContext): CheckedMount[] {
  return [
    ...service.maps('volumes').flatMap((mount) => readMount(service, mount, project)),
    ...service.maps('configs').flatMap((config) => readConfig(service, config, project)),
  ];
}

/** `path` and `path:size=64m,…`, or a mount of that type: only where it is matters to the rules. */
export function readTmpfs(service: Attributes): Pick<CheckedService, 'tmpfs'> {
  const paths = [
    ...(service.texts('tmpfs') ?? []).map((entry) => entry.replace(/:.*$/s, '')),
    ...service.maps('volumes').flatMap((mount) => {
      const target = mount.text('type') === 'tmpfs' ? mount.text('target') : undefined;
      return target ? [target] : [];
    }),
  ];
  return paths.length > 0 ? { tmpfs: Object.fromEntries(paths.map((path) => [path, undefined])) } : {};
}

function readMount(service: Attributes, mount: Attributes, project: ServiceContext): CheckedMount[] {
  const { log } = service;
  const target = mount.text('target');
  const source = mount.text('source');
  const type = mount.text('type');
  const place = mount.table.place;
  const readOnly = mount.flag('read_only') ?? false;
  if (!target) return log.problem(place, `${mount.what} has no target`) ?? [];
  if (!isAbsolute(target))
    return (
      log.problem(place, `${mount.what} has the target "${target}", which is not an absolute path`) ?? []
    );
  const bound = type === 'volume' && source !== undefined ? boundDirectory(source, project) : undefined;
  const missing = bound ? bound.missing : mount.leaf('source')?.missing;
  if (missing !== undefined)
    return log.unset(missing, place, { service: service.what, at: `mounts[${target}]` }) ?? [];
  if (type === 'volume') {
    if (bound) return [{ type: 'bind', target, source: bound.source, readOnly: readOnly || bound.readOnly }];
    const volume = source ? volumeName(source, service, mount, project) : undefined;
    return [{ type, ...(volume === undefined ? {} : { volume }), target, readOnly }];
  }
  if (type === 'tmpfs') return [];
  if (type !== 'bind')
    return (
      log.leave(
        place,
        `${mount.what} of type "${type ?? ''}" at ${target} is neither a bind mount nor a volume`,
      ) ?? []
    );
  if (!source) return log.problem(place, `${mount.what} binds nothing at ${target}`) ?? [];
  return [{ type, source: relativeTo(project.root, source), target, readOnly }];
}

/** What of the host a volume shows by another name; undefined for a volume that is one. */
function boundDirectory(
  key: string,
  { top, root }: ServiceContext,
):
  | { readonly source: string; readonly readOnly: boolean; readonly missing?: string | undefined }
  | undefined {
  const volume = top.map('volumes')?.get(key);
  if (volume?.kind !== 'table' || !isBoundVolume(volume)) return undefined;
  const options = new Attributes(volume, `volume ${key}`, top.log).map('driver_opts');
  const device = options?.leaf('device');
  return {
    source: relativeTo(root, device?.text ?? ''),
    missing: device?.missing,
    readOnly: /(^|,)ro(,|$)/.test(options?.text('o') ?? ''),
  };
}

/** The engine's name for a volume of the file. */
function volumeName(
  key: string,
  service: Attributes,
  mount: Attributes,
  { top, name }: ServiceContext,
): string {
  const declared = top.map('volumes')?.get(key);
  if (declared === undefined)
    service.log.problem(
      mount.place('source'),
      `${service.what} mounts volume "${key}", which the file does not declare`,
    );
  const volume = declared && !isNull(declared) ? top.log.table(declared, `volume ${key}`) : undefined;
  if (!volume) return `${name}_${key}`;
  const attributes = new Attributes(volume, `volume ${key}`, top.log);
  const device = attributes.map('driver_opts')?.text('device');
  if (device)
    top.log.leave(
      attributes.place('driver_opts'),
      `volume ${key} is kept in ${device}, which is not checked`,
    );
  const external = attributes.get('external');
  const old = external?.kind === 'table' ? attributes.map('external')?.text('name') : undefined;
  const isExternal = external?.kind === 'table' || attributes.flag('external');
  return old ?? attributes.text('name') ?? (isExternal ? key : `${name}_${key}`);
}

function readConfig(service: Attributes, config: Attributes, { top, root }: ServiceContext): CheckedMount[] {
  const name = config.text('source') ?? '';
  const target = config.text('target') ?? `/${name}`;
  const file = declaration('configs', name, service, config, top)?.text('file');
  if (!file)
    return (
      service.log.leave(config.table.place, `config "${name}" at ${target} is not a file of the host`) ?? []
    );
  return [{ type: 'bind', source: relativeTo(root, file), kind: 'file', target, readOnly: true }];
}

/** Secrets by the path at which the container finds them; those of the host's files by these too. */
export function readSecrets(
  service: Attributes,
  { top, root }: ServiceContext,
): Pick<CheckedService, 'secretFiles' | 'secretSources'> {
  const found = service.maps('secrets').map((secret) => {
    const name = secret.text('source') ?? '';
    const target = secret.text('target') ?? name;
    const file = declaration('secrets', name, service, secret, top)?.text('file');
    return { name, target: target.startsWith('/') ? target : `/run/secrets/${target}`, file };
  });
  if (found.length === 0) return {};
  const sources = found.flatMap(({ name, file }) => (file ? [[name, relativeTo(root, file)] as const] : []));
  return {
    secretFiles: Object.fromEntries(found.map(({ target, name }) => [target, name])),
    ...(sources.length > 0 ? { secretSources: Object.fromEntries(sources) } : {}),
  };
}

function declaration(
  section: 'configs' | 'secrets',
  name: string,
  service: Attributes,
  use: Attributes,
  top: Attributes,
): Attributes | undefined {
  const declared = top.map(section);
  const found = declared?.map(name);
  if (!found)
    service.log.problem(use.table.place, `${use.what} "${name}" is not among the file's ${section}`, {
      fix: `add it to \`${section}\` at the top, or name the file that does as well`,
      cause: `${section}: ${name}`,
    });
  return found;
}
