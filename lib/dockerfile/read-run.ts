import type { ContextFacts } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import { imageFiles } from './copy-resolution.js';
import { stageNames } from './dockerfile.js';

/** What a stage is named and runs; its files are not part of that. */
export function readRun(
  dockerfile: string,
  mode: Mode,
): Pick<ContextFacts, 'stages' | 'command' | 'gainsCapabilities'> {
  const stages = stageNames(dockerfile);
  const options = stages.includes(mode) ? { target: mode } : {};
  const { command, entrypoint, user, fileCapabilities } = imageFiles(dockerfile, [], options);
  const gains = fileCapabilities.length > 0 && user !== undefined && !/^(root|0+)(:|$)/.test(user.name);
  return {
    stages,
    ...(command && !entrypoint ? { command } : {}),
    ...(gains ? { gainsCapabilities: true } : {}),
  };
}
