import type { CheckedService, CheckedWatch } from '../../model/checked-system.js';
import { type Image, imageOf } from '../image.js';
import { type CheckedBind, mountOver } from '../mounts.js';
import { bakedIn, filesOf } from '../parity/baked.js';
import { cleanPath, few, isBelow } from '../paths.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';

/** `develop.watch` is a mount by other means: what it brings in has the place that the image has it at. */
export const watchMatches: Rule = {
  id: 'watch-matches',
  severity: 'warning',
  group: 'effect',
  claim:
    'What `develop.watch` names exists, is synced to where the image has it, and is built only for a service with a build.',
  why: 'Otherwise `docker compose watch` refuses the setup, or an edit lands where nothing reads it.',
  wrong: {
    language: 'yaml',
    text: '# the image has it at /app/src\nwatch:\n  - {action: sync, path: ./src, target: /app}',
  },
  right: { language: 'yaml', text: 'watch:\n  - {action: sync, path: ./src, target: /app/src}' },
  check: eachService((service, input) => {
    if (!input[service.mode]?.foreign) return [];
    return (service.watched ?? []).flatMap((watch) =>
      claims(watch, service, input).map((claim) => ({ at: `watched[${watch.path}]`, ...claim })),
    );
  }),
};

type WatchClaim = Omit<ServiceClaim, 'at'>;

function claims(watch: CheckedWatch, service: CheckedService, input: CheckInput): WatchClaim[] {
  const { path, action } = watch;
  if (service.image?.kind === 'external')
    return [
      {
        problem: `watches "${path}" for a service without \`build\`, which Compose refuses`,
        fix: 'give the service a build, or mount the path',
      },
    ];
  if (input.facts.resolve(path) === undefined)
    return [
      { problem: `watches "${path}", which does not exist`, fix: 'name what is meant, or remove the entry' },
    ];
  const image = imageOf(service, input);
  if (action === 'rebuild') return image ? rebuilt(path, service, image) : [];
  if (action === 'restart' || watch.target === undefined) return [];
  const sync = { path, target: cleanPath(watch.target) };
  return [
    ...overMount(sync, service),
    ...asUser(service, image),
    ...(image ? beside(sync, service, image, input) : []),
  ];
}

/** A rebuild changes nothing of what no build is sent. */
function rebuilt(path: string, { image: build }: CheckedService, { context }: Image): WatchClaim[] {
  if (build?.kind !== 'build') return [];
  const { directory } = build.source;
  const sent = context.files.some(({ source }) => isBelow(source, path));
  if (sent || isBelow(directory, path)) return [];
  return [
    {
      problem: isBelow(path, directory)
        ? `is built again when "${path}" changes, which ${context.ignoreFile ?? '.dockerignore'} keeps out of the build`
        : `is built again when "${path}" changes, which is outside its build context "${directory}"`,
      fix: 'let it into the context, or remove the entry',
    },
  ];
}

interface Sync {
  readonly path: string;
  readonly target: string;
}

function overMount({ path, target }: Sync, service: CheckedService): WatchClaim[] {
  const mount = mountOver(service, target);
  return mount
    ? [
        {
          problem: `syncs "${path}" to ${target}, where ${mount.type === 'bind' ? `"${mount.source}" is mounted` : 'a volume is mounted'}`,
          fix: 'mount it or sync it, not both',
        },
      ]
    : [];
}

/** Compose copies as the container's user, whom it looks up by name. */
function asUser({ user }: CheckedService, image: Image | undefined): WatchClaim[] {
  const who = user ?? image?.user?.name;
  if (who === undefined || /^(root|0)(:|$)|\$/.test(who)) return [];
  if (/^\d+:\d+$/.test(who))
    return [
      {
        problem: `syncs as user "${who}", which Compose does not find in the image: the copy fails`,
        fix: 'name a user that the image has, or mount the path',
        cause: 'user',
      },
    ];
  const isOwned = /\bchown\b|--chmod/.test(image?.context.dockerfile ?? 'chown');
  return isOwned
    ? []
    : [
        {
          problem: `syncs as user "${who}" into files that the image gets as root's: the copy may fail`,
          fix: 'copy them with `COPY --chown`',
          cause: 'owner',
        },
      ];
}

/** As for a mount: what the image has elsewhere, or never has. */
function beside(
  { path, target }: Sync,
  service: CheckedService,
  image: Image,
  input: CheckInput,
): WatchClaim[] {
  if (service.image?.kind !== 'build') return [];
  const mount: CheckedBind = { type: 'bind', source: path, target, readOnly: false };
  const judge = bakedIn(image, service.image.source.directory);
  const files = filesOf(mount, input.facts).map((file) => ({ ...file, baked: judge(file).kind }));
  const outside = files.filter(({ baked }) => baked === 'outside');
  const elsewhere = files.flatMap(({ source, baked, target: at }) => {
    const has = [...image.files].find(
      ([, origin]) => origin.from === 'context' && image.sources.get(origin.path) === source,
    );
    return baked === 'uncopied' && has ? [{ at, has: has[0] }] : [];
  });
  // of a larger directory some files may be for other places
  const [first] = files.some(({ baked }) => baked === 'baked') ? [] : elsewhere;
  return [
    ...(outside.length > 0
      ? [
          {
            problem: `syncs what is outside the build context, so no image has it at its start: ${few(outside.map(({ source }) => source))}`,
            fix: 'build from a context that has it, and copy it in the Dockerfile',
          },
        ]
      : []),
    ...(first
      ? [
          {
            problem: `syncs "${path}" to ${first.at}, where nothing reads it: the image has it at ${first.has}`,
            fix: 'sync it to where the image has it',
          },
        ]
      : []),
  ];
}
