import { eachBind } from '../mounts.js';
import { cleanPath, joinPath } from '../paths.js';
import { eachService, type Rule } from '../rule.js';

/** What dev mounts is what is declared live: there is one list, and it is the one in the construct. */
export const onlyLivePaths: Rule = {
  id: 'only-live-paths',
  severity: 'error',
  group: 'strategy',
  claim: 'If live paths are declared, only those are mounted, each where the image has it.',
  why: 'Anything else that is mounted is in no digest and in no document, and dev differs from prod without anybody noticing.',
  wrong: { language: 'ts', text: "live: [file('main.py')] // and a mount of order-service/notes as well" },
  right: { language: 'ts', text: "live: [file('main.py'), dir('notes')]" },
  check: eachService(
    eachBind(({ source, target }, { mode, image }, { conventions }) => {
      if (mode !== 'dev' || image?.kind !== 'build' || !image.source.live) return [];
      const { directory, live, shared } = image.source;
      const common = shared ? conventions.shared : undefined;
      const paths = [
        ...live.map(({ path }) => [joinPath(directory, path), `${conventions.appDirectory}/${path}`]),
        ...(common ? [[common.source, common.target]] : []),
      ];
      const declared = paths.find(([path]) => path === source)?.[1];
      if (declared === cleanPath(target)) return [];
      return [
        {
          problem:
            declared === undefined
              ? `mounts "${source}", which is not declared live`
              : `mounts "${source}", which belongs at ${declared}`,
          fix: "declare it in the construct's `live`, or remove the mount",
        },
      ];
    }),
  ),
};
