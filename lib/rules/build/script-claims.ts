import { scriptCall, scriptsIn } from '../../dockerfile/scripts.js';
import { fileAt, mayBeAt, pathFrom } from '../container-files.js';
import { doubtsAt } from '../image.js';
import { mountOver } from '../mounts.js';
import type { ServiceClaim } from '../rule.js';
import { programOf, type Started } from '../started.js';
import { type Around, knownAt, nearest, startAt } from './around.js';

/** What is wrong with the script of package.json that a command calls. */
export function scriptClaims({ words, workdir }: Started, around: Around): ServiceClaim[] {
  const call = scriptCall(words);
  if (
    !call ||
    call.isElsewhere ||
    words.includes('--if-present') ||
    /[\0$]/.test(call.script + call.directory)
  )
    return [];
  const { service, image, input } = around;
  const path = pathFrom(pathFrom(workdir, call.directory ?? '.'), 'package.json');
  const source = fileAt(service, image, path);
  const read = source === undefined ? undefined : input.facts.read(source);
  if (read === undefined || 'problem' in read)
    return isRunAlone(words, call.script) ? withoutFile(path, around) : [];
  const isSure = mountOver(service, path) !== undefined || (image && doubtsOfText(path, around) === 0);
  const scripts = scriptsIn(read.text);
  if (!isSure || !scripts || Object.hasOwn(scripts, call.script)) return [];
  const near = nearest(call.script, Object.keys(scripts));
  const isSurelyNone = isRunAlone(words, call.script);
  // the others then run a program of that name, which a package may bring; npm has commands of its own
  if (
    !isSurelyNone &&
    (programOf(words) === 'npm' || near === undefined || isPackage(call.script, read.text))
  )
    return [];
  // what npm does without it
  if (call.script === 'start' && mayBeAt(service, image, pathFrom(path, '../server'), input.facts)) return [];
  return [
    {
      ...startAt(around),
      ...(isSurelyNone && Object.keys(scripts).length > 0 ? {} : { severity: 'warning' as const }),
      problem: `runs the script ${call.script}, which "${source}" does not have`,
      fix: near === undefined ? 'add it, or run one that is there' : `write ${near}`,
    },
  ];
}

/** npm's own installs change package.json, and no script of it. */
function doubtsOfText(path: string, { image }: Around): number {
  return image ? doubtsAt(image, path).filter(({ by }) => !/^(npm|pnpm|yarn|bun)$/.test(by ?? '')).length : 0;
}

function withoutFile(path: string, around: Around): ServiceClaim[] {
  const { service, image, input } = around;
  if (mayBeAt(service, image, path, input.facts) || knownAt(path, around) !== true) return [];
  return [
    {
      ...startAt(around),
      severity: 'warning',
      problem: `runs a script of ${path}, and nothing is there in the container`,
      fix: 'copy it in the Dockerfile, or start something else',
    },
  ];
}

/** Whether it is a script or nothing: `npm start`, `npm run x`, `pnpm run x`. */
function isRunAlone(words: readonly string[], script: string): boolean {
  const isRun = words.some((word) => /^run(-script)?$/.test(word));
  const program = programOf(words);
  return (
    (program === 'pnpm' && isRun) ||
    (program === 'npm' && (isRun || /^(start|stop|restart|test)$/.test(script)))
  );
}

function isPackage(name: string, text: string): boolean {
  return text.includes(`"${name}"`);
}
