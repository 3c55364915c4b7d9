import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** OpsConductor as it was read and accepted: what the tests hold both engines' files to. */
export interface ReferenceService {
  readonly name: string;
  readonly kind: 'application' | 'backing';
  /** The image it runs; without it the service is built. */
  readonly image?: string;
  /** Its directory in the source root. */
  readonly source?: string;
  readonly dockerfile?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  /** What dev mounts: host path in the source root → container path. */
  readonly live: Readonly<Record<string, string>>;
  /** Data volume → container path. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Waited for until healthy. */
  readonly needs: readonly string[];
  /** Called by `<NAME>_SERVICE_URL`: variable → URL. */
  readonly calls: Readonly<Record<string, string>>;
  readonly capabilities?: readonly string[];
}

/** Where that is; `npm run snapshots` writes it, `test/tables.test.ts` compares it with the constructs. */
export const REFERENCE_FILE = join(import.meta.dirname, 'snapshots/services.json');

export const REFERENCE: readonly ReferenceService[] = JSON.parse(readFileSync(REFERENCE_FILE, 'utf8'));

/** A mode in the names that people see. */
export const MODE_WORD = { dev: 'dev', prod: 'clean' } as const;
