import type { CheckedService } from '../../model/checked-system.js';
import { type Image, imageOf, lineOf, type OwnImage, sourceIn } from '../image.js';
import { bindsOf, type CheckedBind, mountAt } from '../mounts.js';
import { few } from '../paths.js';
import { type CheckInput, isForeign, placeOf, type Rule, type ServiceClaim } from '../rule.js';
import { isWhole } from '../strategy/no-whole-directory.js';
import { clashOf } from '../target/same-kind.js';
import { type Baked, bakedIn, builtFrom, filesOf, holderOf, laterStage } from './baked.js';
import {
  isDoubtful,
  isElsewhere,
  isGiven,
  isMountedBy,
  isOfOtherPlace,
  isPlaceholder,
} from './meant-otherwise.js';
import type { MountedFile } from './mounted-file.js';

/** What dev mounts, prod's image has at the same place from the same file. */
export const liveIsBaked: Rule = {
  id: 'live-is-baked',
  severity: 'error',
  group: 'parity',
  claim: 'Every file that dev mounts is baked into the image at the same place from the same source.',
  why: 'Otherwise it works in dev, where it is mounted, and is missing or old in prod. What cannot be proven is reported as a note.',
  wrong: {
    language: 'dockerfile',
    text: '# ./frontend/.env is mounted at /app/.env\nCOPY package.json ./\nCOPY src/ ./src/',
  },
  right: { language: 'dockerfile', text: 'COPY package.json .env ./\nCOPY src/ ./src/' },
  check: (input) => {
    const prod = new Map(input.prod?.services.map((service) => [service.name, service]));
    return (input.dev?.services ?? []).flatMap((service) => {
      const holder = holderOf(service, prod);
      return bindsOf(service)
        .filter((mount) => !isMountedBy(prod.get(service.name), mount, service, input))
        .flatMap((mount) =>
          checkMount(mount, service, holder, input).map((claim) => ({
            where: placeOf(service),
            ...claim,
            ...(isDoubtful(claim, mount, service, input) ? { severity: 'warning' as const } : {}),
          })),
        );
    });
  },
};

function checkMount(
  mount: CheckedBind,
  service: CheckedService,
  holder: CheckedService,
  input: CheckInput,
): ServiceClaim[] {
  const all = filesOf(mount, input.facts);
  const files = isForeign(service, input) ? all.filter(({ source }) => !isPlaceholder(source)) : all;
  const at = mountAt(mount);
  if (files.length === 0) return [];
  const build = input.buildOf(holder);
  // of an image that somebody else built nothing is known
  if (!build && holder.image?.kind === 'external' && isForeign(service, input)) return [];
  if (!build && holder.image?.kind === 'external')
    return [
      {
        at,
        problem: `mounts "${mount.source}" over image ${holder.image.reference}, which does not have it`,
        fix: 'build an image that copies it',
      },
    ];
  if (!build)
    return [
      {
        at,
        severity: 'note',
        problem: 'cannot be proven to be baked: its image is not known',
        fix: 'nothing, if the image has it',
      },
    ];
  const image = imageOf(holder, input);
  if (!image) return [];
  const isWholeOne = isForeign(service, input) && isWhole(mount, service, input);
  // same-kind has said what is wrong there
  if (clashOf(mount, image, input.facts) !== undefined) return [];
  if (isForeign(service, input) && isOfOtherPlace(files, image, service, input)) return [];
  const found = compare(at, files, image, service, build, input);
  const later = found.length > 0 ? laterStage(build, image, input) : undefined;
  const built = later && input.image(later, build);
  const ofLater = built ? compare(at, files, built, service, later, input) : found;
  const isCure = later !== undefined && holder !== service && ofLater.length === 0;
  const claims =
    holder === service
      ? isGiven(mount, files, image, service, input)
        ? ofLater.map((each) => ({ ...each, ...GIVEN }))
        : ofLater
      : found.map((each) =>
          isCure ? { ...each, fix: `let prod build ${nameOf(later)}, which copies it` } : each,
        );
  // a directory that is mounted whole has much that no image needs: no-whole-directory has said that
  return isWholeOne && !isElsewhere(files, image)
    ? claims.filter(({ severity }) => severity === 'note')
    : claims;
}

const GIVEN = {
  severity: 'note',
  fix: 'nothing, if prod is given its own',
} as const;

function nameOf({ target }: OwnImage): string {
  return target === undefined ? 'its last stage' : `stage "${target}"`;
}

/** One finding for each way in which files are not baked. */
function compare(
  at: string,
  files: readonly MountedFile[],
  image: Image,
  service: CheckedService,
  holder: OwnImage,
  input: CheckInput,
): ServiceClaim[] {
  const judge = bakedIn(image, holder.source.directory);
  const kinds = new Map<string, { readonly baked: Baked; readonly files: MountedFile[] }>();
  for (const file of files) {
    const found = judge(file);
    const made = found.kind === 'uncopied' && builtFrom(file, service, holder, image, input);
    const baked: Baked = made ? { kind: 'unproven', why: made.why, line: made.line } : found;
    const key = JSON.stringify(baked);
    const same = kinds.get(key);
    if (same) same.files.push(file);
    else kinds.set(key, { baked, files: [file] });
  }
  return [...kinds.values()].flatMap((kind) => claim(at, kind.baked, kind.files, image));
}

function claim(at: string, baked: Baked, files: readonly MountedFile[], image: Image): ServiceClaim[] {
  const names = few(files.map(({ source }) => source));
  const [{ target } = { target: '' }] = files;
  switch (baked.kind) {
    case 'baked':
      return [];
    case 'ignored':
      return [
        {
          at,
          problem: `${image.context.ignoreFile ?? '.dockerignore'} keeps out of the image: ${names}`,
          fix: 'let it into the context',
        },
      ];
    case 'uncopied':
      return [
        {
          at,
          problem: `no COPY puts at ${target} what dev mounts: ${names}${elsewhere(files, image)}`,
          fix: `${elsewhere(files, image) ? 'mount it where the image has it, or ' : ''}copy it in the Dockerfile`,
        },
      ];
    case 'outside':
      return [
        {
          at,
          problem: `is outside the build context "${baked.context}", so no image has it: ${names}`,
          fix: 'build from a context that has it, and copy it in the Dockerfile',
        },
      ];
    case 'other':
      return [
        {
          at,
          problem: `the image has ${target} from ${baked.from}, dev from ${names}`,
          fix: 'copy and mount the same file',
          ...lineOf(image, baked.line),
        },
      ];
    case 'unproven':
      return [
        {
          at,
          severity: 'note',
          problem: `cannot be proven to be baked as it is: ${names}; ${baked.why}`,
          fix: 'nothing, if the result shows the edit after a rebuild',
          ...lineOf(image, baked.line),
        },
      ];
  }
}

/** Where the image has the first of them, if not where dev mounts it. */
function elsewhere([first]: readonly MountedFile[], image: Image): string {
  const path = [...image.files.keys()].find((each) => sourceIn(image, each) === first?.source);
  return path === undefined ? '' : `; the image has it at ${path}`;
}
