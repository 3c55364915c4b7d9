import type { ContextFacts } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import { imageFiles } from './copy-resolution.js';
import { stageNames } from './dockerfile.js';

/** What a stage is named and runs; its files are not part of that. */
export function readRun(
  dockerfile: string,
  mode: Mode,
): Pick<ContextFacts, 'stages' | 'command' | 'entrypoint' | 'gainsCapabilities'> {
  const stages = stageNames(dockerfile);
  const options = stages.includes(mode) ? { target: mode } : {};
  const { command, entrypoint, user, fileCapabilities } = imageFiles(dockerfile, [], options);
  const gains = fileCapabilities.length > 0 && user !== undefined && !/^(root|0+)(:|$)/.test(user.name);
  return {
    stages,
    ...(command ? { command } : {}),
    ...(entrypoint ? { entrypoint } : {}),
    ...(gains ? { gainsCapabilities: true } : {}),
  };
}

/** Whether a Dockerfile has to do with the shared directory: it copies it by name, or runs Python, which imports it from `.`. */
export function takesShared(dockerfile: string, shared: string): boolean {
  const lines = dockerfile.split('\n').filter((line) => !/^\s*#/.test(line));
  const copies = lines.some(
    (line) =>
      /^\s*(COPY|ADD)\s/i.test(line) &&
      line
        .split(/[\s"',[\]/]+/)
        .join('/')
        .includes(`/${shared}/`),
  );
  return copies || lines.some((line) => /\bpython|\.py\b/i.test(line));
}
