import type { Facts } from '../../model/facts.js';
import { imageOf } from '../image.js';
import { type CheckedBind, eachBind, endOf } from '../mounts.js';
import { cleanPath, isBelow } from '../paths.js';
import { eachService, type Rule } from '../rule.js';

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
      const { source } = mount;
      const target = cleanPath(mount.target);
      const kind = endOf(mount, input.facts)?.kind;
      const files = imageOf(service, input)?.files;
      const fix = 'put a file there: the engine makes a directory where one is missing';
      if (kind === 'dir' && files?.has(target))
        return [{ problem: `directory "${source}" is mounted over a file of the image`, fix }];
      if (kind === 'dir' && isEmptyByMistake(mount, input.facts))
        return [
          { severity: 'warning', problem: `"${source}" is an empty directory with the name of a file`, fix },
        ];
      const isDirectory = [...(files?.keys() ?? [])].some((path) => path !== target && isBelow(path, target));
      return kind === 'file' && isDirectory
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

/** What the engine leaves where it should mount a file that was not there. */
function isEmptyByMistake({ source, target }: CheckedBind, facts: Facts): boolean {
  return OF_FILES.test(source) && OF_FILES.test(target) && facts.list(source).length === 0;
}
