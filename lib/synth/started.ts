import { lastStart } from '../disk/start-note.js';
import type { Mode } from '../model/mode.js';
import { type Description, describe } from './description.js';
import type { Project } from './project.js';
import { readSettings } from './settings.js';

/** Both systems as a mode was started last, for what looks at it: without what that start left out. */
export type StartedSystems = (mode: Mode) => Description;

/** @throws UserError with everything that is wrong, where that stands in the way of a description */
export function describeStarted(project: Project): StartedSystems {
  const settings = readSettings(project);
  const known = new Map<string, Description>();
  return (mode) => {
    const started = lastStart(settings.sourceRoot, { ...settings, mode });
    const key = JSON.stringify(started && { ...started, engine: undefined });
    const description = known.get(key) ?? describe(readSettings(project, process.env, { started }));
    known.set(key, description);
    return description;
  };
}
