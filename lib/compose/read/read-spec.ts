import type { CheckedMount, CheckedService } from '../../model/checked-system.js';
import { contextsOf } from '../../model/image.js';
import { containerPort } from '../../model/port.js';
import { urlVariable } from '../../model/secret.js';
import { CPU_PERIOD } from '../../model/service-spec.js';
import type { Attributes } from './attributes.js';
import { readSource, usualKind, usualMount } from './extension.js';
import { mebibytes, seconds } from './quantities.js';
import { readRestart } from './read-life.js';

/**
 * A service of a file that this project wrote: beside what the rules look at all else of its `ServiceSpec`, from Compose's
 * attributes and from the extension that says what those cannot. What is missing, for somebody has edited the file, is
 * not there.
 */
export function readSpec(
  service: Attributes,
  extension: Attributes,
  checked: CheckedService,
): CheckedService {
  const image = readImage(service, extension, checked);
  const source = image && 'source' in image ? image.source : undefined;
  const port = extension.number('port');
  const known = source && { directory: source.directory, live: source.live ?? [] };
  // of its variables a spec knows the names alone, and what is watched follows from the mounts
  const { watched: _, variables: __, ...seen } = checked;
  return {
    ...seen,
    kind: readKind(extension) ?? usualKind(service.get('build') !== undefined),
    ...(image ? { image } : {}),
    ...readPort(port ?? checked.published[0]?.container),
    ...readOtherPorts(extension.texts('otherPorts')),
    mounts: checked.mounts.map((mount) => withKind(mount, extension.map('mounts')?.map(mount.target), known)),
    secretFiles: checked.secretFiles ?? {},
    ...readForms(extension, checked),
    ...(extension.flag('job') ? { job: true } : {}),
    ...readPlaces(extension),
    ...readRun(service),
    exceptions: Object.fromEntries(extension.pairs('exceptions').map(([rule, { text }]) => [rule, text])),
  };
}

/** The forms of its secrets, and the names of those that are encoded in a URL. */
function readForms(extension: Attributes, { environment }: CheckedService): Partial<CheckedService> {
  const forms = extension.pairs('secretForms').map(([name, { text }]) => [name, text] as const);
  if (forms.length === 0) return {};
  const names = new Map(forms.map(([name]) => [urlVariable(name), name]));
  const named = Object.entries(environment).map(([variable, value]) => [
    variable,
    value.map((part) =>
      typeof part === 'object' && 'secret' in part ? { secret: names.get(part.secret) ?? part.secret } : part,
    ),
  ]);
  return { environment: Object.fromEntries(named), ...{ secretForms: Object.fromEntries(forms) } };
}

/** Where Swarm runs it, and how many of it. */
function readPlaces(extension: Attributes): Record<string, unknown> {
  return defined({ replicas: extension.number('replicas'), placement: extension.texts('placement') });
}

function readKind(extension: Attributes): CheckedService['kind'] | undefined {
  const kind = extension.text('kind');
  return kind === 'application' || kind === 'backing' ? kind : undefined;
}

function readOtherPorts(ports: readonly string[] = []): Pick<CheckedService, 'otherPorts'> {
  const otherPorts = ports.flatMap((port) => readPort(Number(port)).port ?? []);
  return otherPorts.length > 0 ? { otherPorts } : {};
}

function readPort(port: number | undefined): Pick<CheckedService, 'port'> {
  return port !== undefined && Number.isInteger(port) && port > 0 && port < 65_536
    ? { port: containerPort(port) }
    : {};
}

function readImage(
  service: Attributes,
  extension: Attributes,
  { mode, image }: CheckedService,
): CheckedService['image'] {
  const reference = service.text('image') ?? '';
  if (image?.kind !== 'build')
    return (
      image && {
        ...image,
        ...upstream(extension.text('upstream') ?? reference),
        ...(service.text('pull_policy') === 'never' ? { pull: 'never' } : {}),
      }
    );
  const dockerfile = image.source.dockerfile;
  const source = readSource(extension, dockerfile);
  if (!source) return image;
  const colon = reference.lastIndexOf(':');
  const tag = reference.slice(colon + 1);
  return {
    ...{ kind: 'build', mode, repository: reference.slice(0, Math.max(colon, 0)), tag, dockerfile },
    ...(image.target === undefined ? {} : { target: image.target }),
    ...{ context: `${contextsOf({ context: image.source.directory })}/${tag}`, source },
  } as CheckedService['image'];
}

function upstream(reference: string): { readonly upstream: string } {
  return { upstream: reference };
}

function withKind(
  mount: CheckedMount,
  said: Attributes | undefined,
  source: Parameters<typeof usualMount>[1],
): CheckedMount {
  if (mount.type !== 'bind') return mount;
  const usual = usualMount(mount.source, source);
  const kind = said?.text('kind');
  return {
    ...mount,
    kind: kind === 'file' || kind === 'dir' ? kind : usual.kind,
    hot: said?.flag('hot') ?? usual.hot,
  };
}

/** How it is run, which no rule of a foreign file looks at. */
function readRun(service: Attributes): Record<string, unknown> {
  const logging = service.map('logging');
  const options = logging?.map('options');
  const labels = service.pairs('labels').map(([label, { text }]) => [label, text] as const);
  const quota = service.number('cpu_quota');
  return defined({
    restart: readRestart(service),
    capabilities: { add: service.texts('cap_add') ?? [], drop: service.texts('cap_drop') ?? [] },
    securityOptions: service.texts('security_opt') ?? [],
    memory: mebibytes(service.text('mem_limit')),
    cpus: quota === undefined ? undefined : quota / (service.number('cpu_period') ?? CPU_PERIOD),
    pids: service.number('pids_limit'),
    user: service.text('user'),
    readOnlyRoot: service.flag('read_only') ?? false,
    tmpfs: Object.fromEntries((service.texts('tmpfs') ?? []).map(readTmpfs)),
    logging: logging && {
      driver: logging.text('driver'),
      maxSize: mebibytes(options?.text('max-size')),
      maxFiles: options?.number('max-file'),
    },
    init: service.flag('init'),
    stopGrace: seconds(service, 'stop_grace_period'),
    labels: Object.fromEntries(labels),
  });
}

/** `path:size=64m` */
function readTmpfs(entry: string): [path: string, size: number | undefined] {
  const end = entry.lastIndexOf(':size=');
  return end < 0 ? [entry, undefined] : [entry.slice(0, end), mebibytes(entry.slice(end + ':size='.length))];
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
