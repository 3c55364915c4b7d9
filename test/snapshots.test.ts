import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { renderCompose } from '../lib/compose/write/render.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import { renderStack } from '../lib/swarm/write/render.js';
import { CONVENTIONS } from './conventions.js';
import { REFERENCE_FILE } from './reference-table.js';
import { programsFor } from './swarm/file.js';
import { exampleApp, resourcesBelow, type TerraformFile, terraformTexts } from './system.js';

/** One file for each service, mode and renderer: what a change of a construct does is read there. */
const SNAPSHOTS = join(import.meta.dirname, 'snapshots');

const modeName = (mode: Mode) => CONVENTIONS.modes[mode];

const app = exampleApp();
const terraform = terraformTexts();

/** A Compose file, or a stack file, cut into one text for each service, and `system`: all that stands around them. */
function composeParts(text: string): Map<string, string> {
  const parts = new Map([['system', '']]);
  let part = 'system';
  for (const line of text.split(/(?<=\n)/)) {
    if (/^\S/.test(line)) part = 'system';
    const service = /^ {2}([\w-]+):\n$/.exec(line)?.[1];
    if (service && app.prod.services.some(({ name }) => name === service)) part = service;
    parts.set(part, (parts.get(part) ?? '') + line);
  }
  return parts;
}

function terraformSystem(file: TerraformFile, mode: string): Record<string, unknown> {
  const { '//': _, resource: __, ...rest } = file;
  return {
    ...rest,
    resource: { ...resourcesBelow(file, `${mode}/network`), ...resourcesBelow(file, `${mode}/order`) },
  };
}

/** What Terraform's stack for Swarm has of a service, or of the system. */
function swarmResources(name: string): Record<string, unknown> {
  const file = JSON.parse(terraform.swarm) as TerraformFile;
  if (name !== 'system') return resourcesBelow(file, `swarm/${name}`);
  const { '//': _, resource: __, ...rest } = file;
  const parts = [
    'network',
    'prepared',
    ...['POSTGRES_PASSWORD', 'SETUP_SECRET'].map((secret) => `secret_${secret}`),
  ];
  return { ...rest, resource: parts.map((part) => resourcesBelow(file, `swarm/${part}`)) };
}

const json = (value: unknown) => `${laidOut(value, '')}\n`;

/** JSON as people lay it out: what fits into a line stands on one. */
function laidOut(value: unknown, indent: string): string {
  const line = JSON.stringify(value, undefined, 1).replace(/\n\s*/g, ' ');
  if (indent.length + line.length < 110 || !(value instanceof Object)) return line;
  const inside = `${indent}  `;
  const parts = Object.entries(value).map(
    ([key, each]) =>
      `${inside}${Array.isArray(value) ? '' : `${JSON.stringify(key)}: `}${laidOut(each, inside)}`,
  );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

const stack = composeParts(
  renderStack(app.prod, { programs: programsFor(app.prod, { command: ['python', 'main.py'] }) }),
);

const expected = MODES.flatMap((mode) => {
  const compose = composeParts(renderCompose(app[mode]));
  const file = JSON.parse(terraform[mode]) as TerraformFile;
  return ['system', ...app[mode].services.map((service) => service.name)].flatMap((name) => {
    const resources =
      name === 'system' ? terraformSystem(file, mode) : resourcesBelow(file, `${mode}/${name}`);
    return [
      { path: join(modeName(mode), `${name}.compose.yml`), text: compose.get(name) ?? '' },
      { path: join(modeName(mode), `${name}.terraform.json`), text: json(resources) },
      // a job is no service of a stack
      ...(mode === 'prod' && stack.has(name)
        ? [
            { path: join(modeName(mode), `${name}.stack.yml`), text: stack.get(name) ?? '' },
            { path: join(modeName(mode), `${name}.swarm.json`), text: json(swarmResources(name)) },
          ]
        : []),
    ];
  });
});

describe('what each renderer makes', () => {
  it.each(expected)('is as it was read and accepted in $path', async ({ path, text }) => {
    await expect(text).toMatchFileSnapshot(join(SNAPSHOTS, path));
  });

  it('is kept for every service in both modes, and nothing else lies there', () => {
    const files = readdirSync(SNAPSHOTS, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    const kept = [REFERENCE_FILE, ...expected.map(({ path }) => join(SNAPSHOTS, path))];
    const stale = files.filter((path) => !kept.includes(path));
    // what is new is written when all tests have run
    if (inject('updates')) for (const path of stale) rmSync(path);
    else {
      expect(stale, 'of no service: npm run snapshots removes them').toEqual([]);
      expect(files.sort()).toEqual(kept.sort());
    }
  });

  it('belongs to a service: no resource of a stack is in no snapshot', () => {
    for (const mode of MODES) {
      const { resource } = JSON.parse(terraform[mode]) as TerraformFile;
      const all = Object.values(resource).flatMap((blocks) => Object.keys(blocks));
      const shown = expected
        .filter(({ path }) => path.startsWith(modeName(mode)) && path.endsWith('.terraform.json'))
        .map(({ text }) => text);
      for (const id of all)
        expect(
          shown.filter((text) => text.includes(`"${id}": {`)),
          id,
        ).toHaveLength(1);
    }
  });
});
