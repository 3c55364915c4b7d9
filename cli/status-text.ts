import { formatDuration } from '../lib/model/format-duration.js';
import { formatSize } from '../lib/model/format-size.js';
import { pastGatewayLines } from '../lib/model/gateway.js';
import { leftOutLines, type SystemSpec } from '../lib/model/service-spec.js';
import { colour } from './colour.js';
import type { StatusRow } from './row-parts.js';
import { cures, type StatusCure } from './status-cure.js';

/** A data volume that is there. */
export interface ShownVolume {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** A mode to read. */
export function statusText(
  system: SystemSpec,
  rows: readonly StatusRow[],
  volumes: readonly ShownVolume[],
  cure: StatusCure,
): string {
  const changed = rows.flatMap(({ service, changed = [] }) => changed.map((what) => `  ${service} ${what}`));
  return [
    headOf(system, rows),
    ...tableOf(rows),
    ...[...leftOutLines(system), ...pastGatewayLines(system)].map((line) => `  ${line}`),
    ...volumeLines(volumes),
    ...changed,
    ...cures(rows, cure),
  ].join('\n');
}

function headOf({ mode }: SystemSpec, rows: readonly StatusRow[]): string {
  const engines = [...new Set(rows.flatMap(({ engine }) => engine ?? []))];
  const names = engines.map((engine) => engine.charAt(0).toUpperCase() + engine.slice(1));
  return `${mode} mode, started by ${names.join(' and ')}`;
}

const HEADS = ['service', 'state', 'health', 'up', 'ports', 'from', 'image', 'files'] as const;

function tableOf(rows: readonly StatusRow[]): string[] {
  const lines = [HEADS, ...rows.map((row) => HEADS.map((head) => cellOf(row, head)))];
  const widths = HEADS.map((_, i) => Math.max(...lines.map((cells) => cells[i]?.length ?? 0)));
  return lines.map((cells, i) => {
    const line = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    const text = `  ${line}`.trimEnd();
    return i === 0 || rows[i - 1]?.right ? text : colour('red', text);
  });
}

function cellOf(row: StatusRow, head: (typeof HEADS)[number]): string {
  if (head === 'up')
    return row.since === undefined ? '' : formatDuration((Date.now() - Date.parse(row.since)) / 1000);
  if (head === 'ports') return row.addresses.map((address) => address.replace(/^.*:/, '')).join(' ');
  return row[head] ?? '';
}

function volumeLines(volumes: readonly ShownVolume[]): string[] {
  if (volumes.length === 0) return [];
  const list = volumes.map(({ name, size }) => `${name} (${formatSize(size)})`);
  return [`  Data volumes: ${list.join(', ')}.`];
}
