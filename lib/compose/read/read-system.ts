import type { CheckedService, CheckedSystem } from '../../model/checked-system.js';
import { extensionKey } from '../../model/conventions.js';
import { Attributes } from './attributes.js';
import type { Log } from './log.js';
import type { ComposeOptions } from './parsed.js';
import { environmentValue } from './read-environment.js';
import { readLife } from './read-life.js';
import { readService } from './read-service.js';
import { readSpec } from './read-spec.js';
import { type Table, table } from './tree.js';

/** A merged project, its services canonical and complete, as the rules see it. */
export function readSystem(
  project: Table,
  fallbackName: string,
  { mode, root, conventions }: ComposeOptions,
  log: Log,
): CheckedSystem {
  const top = new Attributes(project, 'the file', log);
  const key = conventions && extensionKey(conventions);
  const extension = key === undefined ? undefined : top.map(key);
  const name = fallbackName;
  const services = [...(top.map('services')?.table.entries ?? [])].flatMap(
    ([service, tree]): CheckedService[] => {
      const found = log.table(tree, `service ${service}`);
      if (!found) return [];
      const attributes = new Attributes(found, service, log);
      const checked = readService(service, attributes, { mode, root, name, top });
      if (!extension || key === undefined) return [{ ...checked, ...readLife(attributes) }];
      const own = attributes.map(key) ?? new Attributes(table([]), service, log);
      return [readSpec(attributes, own, checked)];
    },
  );
  const configs = readConfigs(top);
  if (!extension || !conventions) return { name, mode, foreign: true, services, ...configs };
  const written = extension.text('mode');
  if (written !== mode)
    log.problem(
      extension.place('mode'),
      `is the file of mode "${written ?? ''}", and is read as that of ${mode}`,
    );
  return {
    name: withoutEnd(name, `-${conventions.modes[mode]}`),
    mode,
    ...readNetwork(top),
    services,
    ...configs,
  } as CheckedSystem;
}

/** In a JSON of Compose the variables are gone: there the own reading of the same files is to be asked. */
function readConfigs(top: Attributes): Pick<CheckedSystem, 'configs'> {
  const configs = top.map('configs');
  const contents = [...(configs?.table.entries.keys() ?? [])].flatMap((name) => {
    const content = configs?.map(name)?.leaf('content');
    return content ? [[name, environmentValue(content)] as const] : [];
  });
  return contents.length > 0 ? { configs: Object.fromEntries(contents) } : {};
}

function readNetwork(top: Attributes): Record<string, unknown> {
  const network = top.map('networks')?.map('default');
  const labels = network?.pairs('labels').map(([label, { text }]) => [label, text] as const);
  return network ? { network: { name: network.text('name'), labels: Object.fromEntries(labels ?? []) } } : {};
}

function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** Compose's name for a project that is called so, or lies there: of a path the last part, without the characters that no project's name has. */
export function projectName(given: string): string {
  const last = /[^/]*$/.exec(given)?.[0] ?? '';
  return last
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}
