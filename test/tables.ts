import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { volumeWord } from '../lib/model/deployment.js';
import type { EnvironmentValue } from '../lib/model/environment.js';
import type { ServiceSpec, SystemSpec } from '../lib/model/service-spec.js';
import { drawingOf } from '../lib/picture/drawing.js';
import { mermaid } from '../lib/picture/mermaid.js';
import type { ReferenceService } from './reference-table.js';

/** What a service is, in short: everything that a reviewer of the constructs has to agree to. */
export function shortly(service: ServiceSpec, system: SystemSpec): ReferenceService {
  const { name, kind, image, port, published, mounts, dependsOn, capabilities } = service;
  const [first] = published;
  const pairs = (type: 'bind' | 'volume') =>
    mounts.flatMap((mount): [string, string][] => {
      if (mount.type !== type) return [];
      return [[mount.type === 'bind' ? mount.source : volumeWord(system, mount.volume), mount.target]];
    });
  return {
    name,
    kind,
    ...(image.kind === 'external'
      ? { image: image.upstream }
      : { source: image.source.directory, dockerfile: image.source.dockerfile }),
    containerPort: port ?? 0,
    ...(first ? { hostPort: first.host } : {}),
    live: Object.fromEntries(pairs('bind')),
    volumes: Object.fromEntries(pairs('volume')),
    needs: dependsOn,
    calls: Object.fromEntries(
      Object.entries(service.environment).flatMap(([variable, value]) =>
        variable.endsWith('_SERVICE_URL') ? [[variable, plain(value)]] : [],
      ),
    ),
    ...(capabilities.add.length > 0 ? { capabilities: capabilities.add } : {}),
  };
}

function plain(value: EnvironmentValue): string {
  return value.map((part) => (typeof part === 'string' ? part : '…')).join('');
}

/** README.md's row: what dev mounts. */
export function liveRow({ name, image }: ServiceSpec): string[] {
  if (image.kind !== 'build' || !image.source.shared) return [];
  const live = image.source.live.map(({ kind, path }) => `\`${path}${kind === 'dir' ? '/' : ''}\``);
  return [`| ${name} | \`${image.source.directory}/\` | ${live.join(', ')} |`];
}

/** The sample's row: what its construct's comment says of it. */
export function doesRow({ name, image, port }: ServiceSpec, className: string): string[] {
  if (image.kind !== 'build' || !image.source.shared) return [];
  return [`| ${name} | \`${image.source.directory}/\` | ${port} | ${commentOf(className)} |`];
}

/** A document with other rows below the first line of a table. */
export function withRows(text: string, heading: string, rows: readonly string[]): string {
  const lines = text.split('\n');
  const start = lines.indexOf(heading) + 2;
  const end = lines.findIndex((line, i) => i >= start && !line.startsWith('|'));
  if (start < 2 || end < 0) throw new Error(`there is no table ${heading}`);
  return [...lines.slice(0, start), ...rows, ...lines.slice(end)].join('\n');
}

/** A document with another picture, as `graph` draws it. */
export function withPicture(text: string, system: SystemSpec): string {
  const picture = /(?<=```mermaid\n)[\s\S]*?(?=\n```\n)/;
  if (!picture.test(text)) throw new Error('there is no picture');
  return text.replace(picture, () => mermaid(drawingOf(system)));
}

const CONSTRUCTS = join(import.meta.dirname, '../constructs');

/** The comment of a construct's class, without its full stop. */
function commentOf(className: string): string {
  for (const name of readdirSync(CONSTRUCTS)) {
    const text = readFileSync(join(CONSTRUCTS, name), 'utf8');
    const [, comment] = new RegExp(`/\\*\\* (.*)\\. \\*/\\nexport class ${className}\\b`).exec(text) ?? [];
    if (comment !== undefined) return comment;
  }
  throw new Error(`class ${className} has no comment of one line`);
}
