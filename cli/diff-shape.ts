import { z } from 'zod';
import { EFFECTS } from '../lib/diff/change.js';
import type { Compared } from '../lib/diff/compared.js';
import { STAKES } from '../lib/diff/stakes.js';

const modes = z.array(z.enum(['dev', 'prod']));
const effect = z
  .enum([...EFFECTS, 'create', 'remove'])
  .meta({ description: 'What a start does to the service' });

/** What `diff --json` prints. */
export const diffShape = z
  .strictObject({
    version: z
      .literal(1)
      .meta({ description: 'Of this shape; another number for one that older readers cannot read' }),
    verdict: z.string().meta({ description: 'All of it in one line' }),
    remarks: z.array(z.string()).meta({ description: 'With what it was compared, and how' }),
    stakes: z
      .array(
        z.strictObject({
          kind: z.enum(STAKES).meta({
            description: 'lost data stays in its volume, which nothing mounts any more',
          }),
          service: z.string(),
          text: z.string(),
          modes,
        }),
      )
      .meta({ description: 'What touches data, opens a port or gives a right' }),
    services: z
      .array(
        z.strictObject({
          service: z.string(),
          renamedFrom: z.string().optional(),
          kind: z.enum(['added', 'removed', 'changed']),
          effects: z
            .strictObject({ dev: effect.optional(), prod: effect.optional() })
            .meta({ description: 'By mode; empty where two modes are compared' }),
          changes: z.array(
            z.strictObject({
              area: z.string().meta({ description: 'mount, data volume, image, port, environment …' }),
              name: z
                .string()
                .meta({ description: 'Which one: a path, a port, a variable; empty for the only one' }),
              kind: z.enum(['added', 'removed', 'changed']),
              before: z.string().optional().meta({ description: 'In words; never of environment' }),
              after: z.string().optional(),
              paths: z
                .array(z.string())
                .optional()
                .meta({ description: 'Files, relative to the source root' }),
              effect: z.enum(EFFECTS),
              modes,
            }),
          ),
        }),
      )
      .meta({ description: 'Those with a difference; exit code 2 where there is one' }),
  })
  .meta({ title: 'What diff prints with --json' });

export function diffDocument({ verdict, remarks, diff }: Compared) {
  return { version: 1, verdict, remarks, ...diff } as const;
}
