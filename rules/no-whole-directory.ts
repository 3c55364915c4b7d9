import type { Mount } from '../model/mount.js';
import type { ServiceRule } from './rule.js';

/** A service's directory mounted whole, or anything over /app, would hide what only the image has. */
export const noWholeDirectory: ServiceRule = {
  id: 'no-whole-directory',
  checkService: ({ image, mounts }) => {
    const own = image.kind === 'build' ? image.source.directory : undefined;
    return (mounts as readonly Mount[]).flatMap((mount) =>
      mount.type === 'bind' && (mount.target === '/app' || mount.source === own)
        ? [
            {
              at: `mounts[${mount.target}]`,
              problem: `mounts the whole of "${mount.source}"`,
              fix: 'declare the files and directories that change often, one by one',
            },
          ]
        : [],
    );
  },
};
