import { imageOf } from '../image.js';
import { eachBind } from '../mounts.js';
import { cleanPath, isBelow } from '../paths.js';
import { eachService, type Rule } from '../rule.js';

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
      const { image } = service;
      const own = image?.kind === 'build' ? image.source.directory : undefined;
      const { appDirectory } = input.conventions;
      const workdir = imageOf(service, input)?.workdir ?? appDirectory;
      const covers = (target: string) => isBelow(appDirectory, target) || isBelow(workdir, target);
      const sources = [mount.source, input.facts.resolve(mount.source)];
      const whole =
        own !== undefined && sources.some((source) => source !== undefined && isBelow(own, source));
      return whole || covers(cleanPath(mount.target))
        ? [
            {
              problem: `mounts the whole of "${mount.source}"`,
              fix: 'declare the files and directories that change often, one by one',
            },
          ]
        : [];
    }),
  ),
};
