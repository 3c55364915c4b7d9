import { lastStart } from '../disk/start-note.js';
import type { Mode } from '../model/mode.js';
import { type Description, describeAnyway } from './description.js';
import type { Project } from './project.js';
import { readSettings } from './settings.js';

/**
 * Both systems as a mode was started last, for what looks at it: without what that start left out, and whatever is wrong with the
 * source root by now.
 */
export type StartedSystems = (mode: Mode) => Description;

export function describeStarted(project: Project): StartedSystems {
  const settings = readSettings(project);
  const known = new Map<string, Description>();
  return (mode) => {
    const started = lastStart(settings.sourceRoot, { ...settings, mode });
    const key = JSON.stringify(started && { ...started, engine: undefined });
    const description = known.get(key) ?? describeAnyway(readSettings(project, process.env, { started }));
    known.set(key, description);
    return description;
  };
}
