import type { CheckedService } from '../../model/checked-system.js';
import { imageOf } from '../image.js';
import { type CheckedBind, eachBind, hasCode, isConfiguration, isOfSettings } from '../mounts.js';
import { cleanPath, isBelow } from '../paths.js';
import { type CheckInput, eachService, isForeign, type Rule } from '../rule.js';

/** A service's directory mounted whole, or anything over all of its code, hides what only the image has. */
export const noWholeDirectory: Rule = {
  id: 'no-whole-directory',
  severity: 'error',
  group: 'strategy',
  claim: "No service's directory is mounted whole, and nothing is mounted over the application directory.",
  why: 'Such a mount hides everything that the image has there, including installed packages: dev then runs what no image contains.',
  wrong: { language: 'yaml', text: 'volumes:\n  - ./order-service:/app' },
  right: {
    language: 'yaml',
    text: 'volumes:\n  - ./order-service/main.py:/app/main.py\n  - ./order-service/data:/app/data',
  },
  check: eachService(
    eachBind((mount, service, input) => {
      if (!isWhole(mount, service, input)) return [];
      const problem = `mounts the whole of "${mount.source}"`;
      // who never said that they follow this strategy may mean it: that is told once
      return isForeign(service, input)
        ? [
            {
              problem,
              severity: 'warning',
              fix: 'mount what changes often: single directories, without installed packages',
              cause: 'whole',
            },
          ]
        : [{ problem, fix: 'declare the files and directories that change often, one by one' }];
    }),
  ),
};

/** Whether a mount lies over all of an image's code, or shows all of a service's directory, if that is more than configuration. */
export function isWhole(mount: CheckedBind, service: CheckedService, input: CheckInput): boolean {
  const { image } = service;
  const { appDirectory } = input.conventions;
  const workdir = imageOf(service, input)?.workdir ?? appDirectory;
  const target = cleanPath(mount.target);
  // where an image from outside has its code is not known
  if (isForeign(service, input) && isConfiguration(mount, service, input)) return false;
  if (isBelow(appDirectory, target) || isBelow(workdir, target)) return true;
  const own = image?.kind === 'build' ? image.source.directory : undefined;
  const sources = [mount.source, input.facts.resolve(mount.source)];
  return (
    own !== undefined &&
    sources.some((source) => source !== undefined && isBelow(own, source)) &&
    (!isForeign(service, input) || (hasCode(mount, input.facts) && !isOfSettings(mount)))
  );
}
