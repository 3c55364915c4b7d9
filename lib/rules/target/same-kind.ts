import type { Facts } from '../../model/facts.js';
import { type Image, imageOf } from '../image.js';
import { type CheckedBind, eachBind, endOf } from '../mounts.js';
import { cleanPath, isBelow } from '../paths.js';
import { eachService, isForeign, type Rule } from '../rule.js';

/** Ends of names that files have, and directories do not. */
const OF_FILES =
  /\.(conf|cfg|cnf|ini|ya?ml|json|toml|xml|env|properties|sh|py|js|ts|sql|txt|pem|crt|key|html?|php|rb)$/;

/** A file lies over a file, a directory over a directory. */
export const sameKind: Rule = {
  id: 'same-kind',
  severity: 'error',
  group: 'target',
  claim: 'A directory is mounted over no file, and a file over no directory.',
  why: 'The container does not start ("not a directory"), or finds a directory where it reads a file. The engine creates an empty directory where a file was missing.',
  wrong: {
    language: 'yaml',
    text: '# ./rules.yaml is an empty directory\n- ./rules.yaml:/etc/gate/rules.yaml',
  },
  right: { language: 'yaml', text: '# ./rules.yaml is a file\n- ./rules.yaml:/etc/gate/rules.yaml' },
  check: eachService(
    eachBind((mount, service, input) => {
      const { source, target } = mount;
      const image = imageOf(service, input);
      const clash = image && clashOf(mount, image, input.facts);
      const fix = 'put a file there: the engine makes a directory where one is missing';
      if (clash === 'over a file')
        return [{ problem: `directory "${source}" is mounted over a file of the image`, fix }];
      if (endOf(mount, input.facts)?.kind === 'dir' && OF_FILES.test(target)) {
        const isEmpty = OF_FILES.test(source) && input.facts.list(source).length === 0;
        const problem = isEmpty
          ? `"${source}" is an empty directory with the name of a file`
          : `directory "${source}" is mounted where the name is of a file`;
        return isEmpty || isForeign(service, input) ? [{ severity: 'warning', problem, fix }] : [];
      }
      return clash === 'over a directory'
        ? [
            {
              problem: `file "${source}" is mounted over a directory of the image`,
              fix: 'mount it at its own name in that directory',
            },
          ]
        : [];
    }),
  ),
};

/** Whether a mount lies over what is of the other kind in an image. */
export function clashOf(
  mount: CheckedBind,
  { files }: Image,
  facts: Facts,
): 'over a file' | 'over a directory' | undefined {
  const target = cleanPath(mount.target);
  const kind = endOf(mount, facts)?.kind;
  if (kind === 'dir' && files.has(target)) return 'over a file';
  const isDirectory = [...files.keys()].some((path) => path !== target && isBelow(path, target));
  return kind === 'file' && isDirectory ? 'over a directory' : undefined;
}
