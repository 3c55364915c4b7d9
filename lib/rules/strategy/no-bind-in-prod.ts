import type { CheckedService } from '../../model/checked-system.js';
import { imageOf } from '../image.js';
import { type CheckedBind, eachBind, endOf, hasCode, isConfiguration } from '../mounts.js';
import { isApart, isPlaceholder } from '../parity/meant-otherwise.js';
import { isOfWindows } from '../paths.js';
import { type CheckInput, eachService, isForeign, type Rule } from '../rule.js';
import { systemPath } from '../source/no-system-path.js';

/** Prod runs what its image holds; a bind mount would hide that behind files of the host. */
export const noBindInProd: Rule = {
  id: 'no-bind-in-prod',
  severity: 'error',
  group: 'strategy',
  claim: 'Prod mounts no path of the host.',
  why: 'Prod has to run what its images contain; files of the host make it depend on a machine that nobody builds.',
  wrong: { language: 'yaml', text: '# prod\nvolumes:\n  - ./order-service/data:/app/data' },
  right: { language: 'dockerfile', text: 'COPY data/ /app/data/' },
  check: eachService(
    eachBind((mount, service, input) => {
      // what is of the host itself is in no image: that it is mounted at all is no-system-path's matter
      if (service.mode !== 'prod' || systemPath(mount, input.facts) !== undefined) return [];
      const problem = `mounts host path "${mount.source}"`;
      if (!isForeign(service, input))
        return [{ problem, fix: 'copy it in the Dockerfile, or declare it live' }];
      if (isData(mount, input))
        return [
          {
            problem: `keeps data in "${mount.source}" of the host`,
            severity: 'warning',
            fix: 'keep it in a volume with a name, if prod is to run on any machine',
            cause: 'data',
          },
        ];
      return isConfiguration(mount, service, input) || isOfSettings(mount, service, input)
        ? [
            {
              problem,
              severity: 'warning',
              fix: 'bake it into an image of your own, if prod is to run without this directory',
              cause: 'configuration',
            },
          ]
        : [
            {
              problem,
              fix: `${
                input.buildOf(service) ? 'copy it in the Dockerfile' : 'bake it into an image of your own'
              }; an override takes the mount away with \`volumes: !reset []\` or \`!override\``,
            },
          ];
    }),
  ),
};

/** Whether a mount is no part of the project: a directory of the host, or what a container leaves in the tree. */
function isData(mount: CheckedBind, { facts }: CheckInput): boolean {
  const end = endOf(mount, facts);
  if (isOfWindows(mount.source) || hasCode(mount, facts)) return false;
  if (end === undefined || end.path.startsWith('/') || facts.isIgnored(mount.source)) return true;
  return end.kind === 'dir' && facts.tracked(mount.source).every(isPlaceholder);
}

/** Whether an image of the project is given settings outside of its application. */
function isOfSettings(mount: CheckedBind, service: CheckedService, input: CheckInput): boolean {
  const image = imageOf(service, input);
  return image !== undefined && isApart(mount, image, service) && !hasCode(mount, input.facts);
}
