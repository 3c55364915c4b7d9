import { z } from 'zod';
import { type Deployment, systemName } from '../model/deployment.js';
import { UserError } from '../model/user-error.js';
import { contentSchema } from './content.js';
import type { KeptStream, Restic } from './restic.js';

const partSchema = z.object({
  word: z.string(),
  method: z.enum(['postgres', 'mariadb', 'redis', 'files']),
  /** restic's id of what has it. */
  snapshot: z.string().regex(/^[0-9a-f]{8,64}$/, 'is not an id of restic'),
  bytes: z.int(),
  sha256: z.string(),
  content: contentSchema,
});

/** The copy of one volume. */
export type KeptPart = z.infer<typeof partSchema>;

const manifestSchema = z.object({
  version: z.literal(1),
  /** When it was begun, which is its name: `20301231-235959`. */
  id: z.string(),
  parts: z
    .array(partSchema)
    .min(1)
    .refine((parts) => new Set(parts.map(({ word }) => word)).size === parts.length, 'a volume comes twice'),
});

/** All that belongs to one backup. It is written last: what has none is no backup. */
export type Manifest = z.infer<typeof manifestSchema>;

/** A backup as it is listed. */
export interface BackupEntry {
  readonly id: string;
  readonly snapshot: KeptStream;
  readonly parts: number;
  readonly bytes: number;
}

const FILE = 'manifest.json';
const MANIFEST = 'manifest';

/** What all snapshots of a system's backups have. */
export function systemTag(deployment: Deployment): string {
  return `system=${systemName(deployment)}`;
}

/** What all snapshots of one backup have. */
export function backupTag(id: string): string {
  return `backup=${id}`;
}

/** Completes a backup. */
export async function writeManifest(
  restic: Restic,
  deployment: Deployment,
  manifest: Manifest,
): Promise<void> {
  const { id, parts } = manifest;
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const tags = [systemTag(deployment), backupTag(id), MANIFEST, `parts=${parts.length}`, `bytes=${bytes}`];
  const program = await restic.save(FILE, tags, momentOf(id));
  program.stdout.resume();
  program.stdin.end(JSON.stringify(manifest));
  const { exitCode, stderr } = await program.ended;
  if (exitCode !== 0) throw restic.error(stderr);
}

/** The whole backups of a system, the newest first. */
export async function listBackups(restic: Restic, deployment: Deployment): Promise<BackupEntry[]> {
  const found = await restic.snapshots(systemTag(deployment), MANIFEST);
  return found
    .map((snapshot) => {
      const tag = (name: string) =>
        snapshot.tags.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
      return { id: tag('backup'), snapshot, parts: Number(tag('parts')), bytes: Number(tag('bytes')) };
    })
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

/**
 * What a backup consists of.
 * @param id @default - the newest
 * @throws UserError where there is none, or it is damaged
 */
export async function readManifest(restic: Restic, deployment: Deployment, id?: string): Promise<Manifest> {
  const all = await listBackups(restic, deployment);
  const { program } = deployment.conventions.commands;
  const entry = id === undefined ? all[0] : all.find((each) => each.id === id);
  if (!entry)
    throw new UserError(
      `there is no backup ${id === undefined ? '' : `${id} `}of ${systemName(deployment)}`,
      all.length === 0 ? `take one: ${program} backup` : `${program} backup list shows those that are there`,
    );
  const source = await restic.load(entry.snapshot.id, FILE);
  source.stdin.end();
  const chunks: Buffer[] = [];
  for await (const chunk of source.stdout) chunks.push(chunk as Buffer);
  const { exitCode, stderr } = await source.ended;
  if (exitCode !== 0) throw restic.error(stderr);
  const parsed = manifestSchema.safeParse(jsonOf(Buffer.concat(chunks).toString('utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(
    `backup ${entry.id} says of itself what cannot be read: ${issue?.path.join('.') || 'all of it'}: ${issue?.message}`,
    'use the newer program that made it, or another backup',
  );
}

/** The moment that a backup is named after. */
export function momentOf(id: string): Date {
  return new Date(id.replace(/^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
