import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Finding } from '../model/finding.js';
import { UsageError } from '../model/user-error.js';
import { fingerprintOf } from './group.js';

/** Of what `--json` printed, all that a baseline needs. */
const written = z.object({
  version: z.literal(1).default(1),
  findings: z.array(z.object({ fingerprints: z.array(z.string()) })),
});

/**
 * The findings that a baseline does not accept, and how many it does.
 * @param file what `--json` printed on the day from which on new findings count; absolute
 * @throws UsageError for a file that is not such output
 */
export function withoutAccepted(
  findings: readonly Finding[],
  file: string,
): { readonly findings: readonly Finding[]; readonly accepted: number } {
  const known = new Set(readBaseline(file));
  const left = findings.filter(
    (finding) => finding.exception !== undefined || !known.has(fingerprintOf(finding)),
  );
  return { findings: left, accepted: findings.length - left.length };
}

function readBaseline(file: string): string[] {
  const fix = 'name a file that --json has written';
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`the baseline ${file} cannot be read`, fix);
  }
  try {
    return written.parse(JSON.parse(text)).findings.flatMap(({ fingerprints }) => fingerprints);
  } catch {
    throw new UsageError(`${file} is not a baseline`, fix);
  }
}
