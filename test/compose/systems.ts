// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables

import fc from 'fast-check';
import { joined } from '../../lib/compose/read/template.js';
import { tagVariable } from '../../lib/compose/write/render-service.js';
import { systemName } from '../../lib/model/deployment.js';
import type { Environment, EnvironmentValue } from '../../lib/model/environment.js';
import { type BuildSource, builtImage, type ImageSpec } from '../../lib/model/image.js';
import type { LivePath } from '../../lib/model/live-path.js';
import type { Mode } from '../../lib/model/mode.js';
import type { BindMount, VolumeMount } from '../../lib/model/mount.js';
import { containerPort, hostPort } from '../../lib/model/port.js';
import type { ServiceSpec, SystemSpec } from '../../lib/model/service-spec.js';
import { named } from '../conventions.js';

/** Text that people and attackers put into values; no lone surrogate, which is not text, and no NUL, which no file may have. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }).filter((value) => !/\p{Surrogate}/u.test(value) && !value.includes('\0')),
  fc.string({
    unit: fc.constantFrom('$', '{', '}', 'A', '"', "'", '\n', ':', ' ', '#', '-', '\\', '\t', '|', '&', '*'),
  }),
  fc.constantFrom(
    'true',
    'null',
    '~',
    '0777',
    '1e3',
    '',
    ' ',
    '---',
    '<<',
    '!reset',
    '2020-01-01',
    '$$',
    '${A}',
    '[]',
  ),
);
const variable = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);
const name = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,2}$/),
  fc.constantFrom('constructor', 'tostring', 'null', 'true', '1', '007', '__proto__', 'api-dev', 'x-clean'),
);
/** A path as live paths may be: no colon, line end or `${`. */
const segment = fc
  .string({
    unit: fc.constantFrom('a', 'b', '.', '-', '_', ' ', '$', '#', "'", '"', 'ü', '文', '&', '*', '~'),
    minLength: 1,
    maxLength: 8,
  })
  .filter((part) => part !== '.' && part !== '..');
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const target = path.map((relative) => `/${relative}`);
const port = fc.integer({ min: 1, max: 65_535 });

const value: fc.Arbitrary<EnvironmentValue> = fc
  .array(
    fc.oneof(
      text,
      variable.map((secret) => ({ secret })),
      fc.record({ variable, fallback: text.filter((fallback) => !fallback.includes('}')) }),
    ),
    { maxLength: 4 },
  )
  .map((parts) => joined(parts) as EnvironmentValue);
const environment: fc.Arbitrary<Environment> = fc.dictionary(
  fc.oneof(variable, fc.constantFrom('__proto__', 'a.b-c', 'A B')),
  value,
  {
    maxKeys: 5,
    noNullPrototype: true,
  },
);

const optional = <T extends string, V>(key: T, arbitrary: fc.Arbitrary<V>) =>
  fc
    .option(arbitrary, { nil: undefined })
    .map((it) => (it === undefined ? {} : { [key]: it }) as { [K in T]?: V });

const live: fc.Arbitrary<LivePath> = fc
  .tuple(
    fc.record({ kind: fc.constantFrom('file' as const, 'dir' as const), path }),
    optional('writable', fc.boolean()),
    optional('hot', fc.boolean()),
  )
  .map((parts) => Object.assign({}, ...parts));

const source: fc.Arbitrary<BuildSource> = fc
  .tuple(
    fc.record({
      directory: path,
      dockerfile: fc.constantFrom('Dockerfile', 'Dockerfile.clean'),
      shared: fc.boolean(),
      live: fc.uniqueArray(live, { selector: (it) => it.path, maxLength: 3 }),
    }),
    optional('inline', text),
    optional('only', fc.array(path, { maxLength: 3 })),
  )
  .map((parts) => Object.assign({}, ...parts));

function image(system: string, service: string, mode: Mode): fc.Arbitrary<ImageSpec> {
  const reference = fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9]{1,8})?(:[a-z0-9.]{1,6})?$/);
  return fc.oneof(
    fc.record({ kind: fc.constant('external' as const), upstream: reference, reference }),
    reference.map((same) => ({ kind: 'external' as const, upstream: same, reference: same })),
    fc
      .record({
        source,
        digest: fc.stringMatching(/^[0-9a-f]{12}$/),
        stages: fc.constantFrom([], ['dev', 'prod']),
      })
      .map((built) => builtImage(named(system), service, mode, built.source, built)),
  );
}

function mounts(mode: Mode, from: ImageSpec): fc.Arbitrary<(BindMount | VolumeMount)[]> {
  const sources =
    from.kind === 'build' ? from.source.live.map((it) => `${from.source.directory}/${it.path}`) : [];
  const bind: fc.Arbitrary<BindMount> = fc.record({
    type: fc.constant('bind' as const),
    source: sources.length > 0 ? fc.oneof(fc.constantFrom(...sources), path) : path,
    kind: fc.constantFrom('file' as const, 'dir' as const),
    target,
    readOnly: fc.boolean(),
    hot: fc.boolean(),
  });
  const volume: fc.Arbitrary<VolumeMount> = fc.record({
    type: fc.constant('volume' as const),
    volume: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,12}$/),
    target,
    readOnly: fc.boolean(),
  });
  const any: fc.Arbitrary<BindMount | VolumeMount> = mode === 'dev' ? fc.oneof(bind, volume) : volume;
  return fc.uniqueArray(any, { selector: (mount) => mount.target, maxLength: 5 });
}

const seconds = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.constantFrom(0.5, 1.25));
const labels = fc.dictionary(fc.stringMatching(/^[a-z][a-z.]{0,8}$/), text, {
  maxKeys: 3,
  noNullPrototype: true,
});

/** A worker has none. */
const ports = fc.oneof(
  fc.constant({ published: [] }),
  fc
    .tuple(
      fc.record({
        port: port.map(containerPort),
        published: fc.uniqueArray(
          fc.record({
            container: port.map(containerPort),
            host: port.map(hostPort),
            address: fc.constantFrom('127.0.0.1' as const, '0.0.0.0' as const),
          }),
          { selector: ({ host }) => host, maxLength: 2 },
        ),
      }),
      optional('otherPorts', fc.array(port.map(containerPort), { minLength: 1, maxLength: 3 })),
    )
    .map(([one, others]) => ({ ...one, ...others })),
);

function service(
  system: string,
  serviceName: string,
  mode: Mode,
  others: readonly string[],
): fc.Arbitrary<ServiceSpec> {
  return image(system, serviceName, mode).chain((from) =>
    fc
      .tuple(
        fc.record({
          name: fc.constant(serviceName),
          kind: fc.constantFrom('application' as const, 'backing' as const),
          mode: fc.constant(mode),
          container: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,12}$/),
          image: fc.constant(from),
          environment,
          secretFiles: fc.dictionary(target, variable, { maxKeys: 2, noNullPrototype: true }),
          mounts: mounts(mode, from),
          healthCheck: fc.record({
            test: fc.array(text, { minLength: 1, maxLength: 4 }).map((words) => ['CMD', ...words]),
            interval: seconds,
            timeout: seconds,
            retries: fc.integer({ min: 0, max: 99 }),
            startPeriod: seconds,
          }),
          dependsOn: fc.subarray([...others]).map((names) => names.sort()),
          restart: fc.constant('unless-stopped' as const),
          capabilities: fc.record({
            add: fc.subarray(['CHOWN', 'NET_ADMIN', 'NET_RAW']),
            drop: fc.constantFrom(['ALL'], ['ALL', 'MKNOD']),
          }),
          securityOptions: fc.uniqueArray(fc.oneof(fc.constant('no-new-privileges:true'), text), {
            maxLength: 2,
          }),
          memory: fc.integer({ min: 6, max: 65_536 }),
          cpus: fc.integer({ min: 1, max: 3200 }).map((hundredths) => hundredths / 100),
          pids: fc.integer({ min: 1, max: 4096 }),
          readOnlyRoot: fc.boolean(),
          tmpfs: fc.dictionary(target, fc.integer({ min: 1, max: 4096 }), {
            maxKeys: 3,
            noNullPrototype: true,
          }),
          logging: fc.record({
            driver: fc.constant('local' as const),
            maxSize: fc.integer({ min: 1, max: 999 }),
            maxFiles: fc.integer({ min: 1, max: 9 }),
          }),
          init: fc.boolean(),
          stopGrace: fc.integer({ min: 0, max: 600 }),
          labels,
          exceptions: fc.dictionary(fc.stringMatching(/^[a-z]+(-[a-z]+)*$/), text, {
            maxKeys: 2,
            noNullPrototype: true,
          }),
        }),
        ports,
        mode === 'prod' ? optional('replicas', fc.integer({ min: 2, max: 99 })) : fc.constant({}),
        mode === 'prod'
          ? optional('placement', fc.array(text, { minLength: 1, maxLength: 2 }))
          : fc.constant({}),
        optional('command', fc.array(text, { maxLength: 4 })),
        optional('user', fc.oneof(fc.constantFrom('0:0', '65534:65534', '1000', 'postgres'), text)),
      )
      .map((parts) => Object.assign({}, ...parts) as ServiceSpec),
  );
}

/** What of a system a file can say: its names are the project's. */
export function written({ conventions: _, optional: __, ...system }: SystemSpec) {
  return system;
}

/** What a machine has that runs the system: the tags of its images. */
export function tagsOf({ services }: SystemSpec): Record<string, string> {
  return Object.fromEntries(
    services.flatMap(({ name, image }) => (image.kind === 'build' ? [[tagVariable(name), image.tag]] : [])),
  );
}

/** Any system that the types let through, with names that both engines take. */
export const anySystem: fc.Arbitrary<SystemSpec> = fc
  .record({
    mode: fc.constantFrom<Mode>('dev', 'prod'),
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-(dev|clean|[a-z0-9]{1,4}))?$/),
    names: fc.uniqueArray(name, { maxLength: 4 }),
    labels,
  })
  .chain(({ mode, name: system, names, labels: networkLabels }) =>
    fc.tuple(...names.map((it, i) => service(system, it, mode, names.slice(0, i)))).map((services) => ({
      ...named(system),
      optional: [],
      mode,
      network: { name: systemName({ ...named(system), mode }), labels: networkLabels },
      services,
    })),
  );
