import { z } from 'zod';
import { ENGINES } from '../lib/model/deployment.js';
import { SAVES } from '../lib/verify/probe-report.js';
import { diffShape } from './diff-shape.js';
import { instancesShape } from './instances-shape.js';

const version = z
  .literal(1)
  .meta({ description: 'Of this shape; another number for one that older readers cannot read' });
const mode = z.enum(['dev', 'prod']);
const bytes = z.int().nonnegative().meta({ description: 'Bytes' });
const lines = z.array(z.string());

const statusShape = z
  .strictObject({
    version,
    right: z.boolean().meta({
      description: 'Whether something runs, and all of it and of the source root is right: exit code 0',
    }),
    modes: z
      .array(
        z.strictObject({
          mode,
          services: z.array(
            z.strictObject({
              service: z.string(),
              state: z.string().meta({
                description:
                  'The engine\'s word: running, exited; "not there" without a container; of a job: done, due',
              }),
              health: z
                .string()
                .meta({ description: "The engine's word: healthy, starting, unhealthy; empty if unknown" }),
              engine: z.enum(ENGINES).optional().meta({ description: 'Who created it' }),
              since: z
                .string()
                .optional()
                .meta({ description: 'When it was started, RFC 3339; only if it runs' }),
              from: z.string().optional().meta({
                description:
                  'What its image was built from: directory and digest of the content, or its name',
              }),
              image: z.enum(['current', 'rebuild due']).optional(),
              files: z.string().optional().meta({ description: 'baked, mounted, or what is due' }),
              changed: lines
                .optional()
                .meta({ description: 'What somebody has changed of its container by hand' }),
              addresses: z.array(z.string()).meta({ description: 'Where it is reached from this machine' }),
              right: z.boolean(),
            }),
          ),
          volumes: z
            .array(z.strictObject({ name: z.string(), size: bytes }))
            .meta({ description: 'Data volumes that are there' }),
          leftOut: z
            .array(z.strictObject({ service: z.string(), because: z.string() }))
            .meta({ description: 'Services that the last start left out, and why' }),
        }),
      )
      .meta({ description: 'Modes of which anything is there; empty if nothing runs' }),
  })
  .meta({ title: 'What status prints with --json' });

const verifyShape = z
  .strictObject({
    version,
    proven: z.boolean().meta({
      description: 'Whether something runs, all of it is proven, and the source root is right: exit code 0',
    }),
    modes: z.array(
      z.strictObject({
        mode,
        services: z.array(
          z.strictObject({
            service: z.string(),
            container: z.string(),
            proven: lines.meta({ description: 'What holds' }),
            problems: lines.meta({ description: 'What does not hold, with the path and how to fix it' }),
            notes: lines.meta({ description: 'What cannot be known, and why' }),
          }),
        ),
      }),
    ),
    sameSource: z.strictObject({ files: z.int().nonnegative(), differing: lines }).optional().meta({
      description: 'Dev compared with what prod runs, or with its last release; only if both are known',
    }),
    probe: z
      .array(
        z.strictObject({
          path: z.string().meta({ description: 'The live path, relative to the source root' }),
          services: z.array(z.string()),
          saves: z.array(
            z.strictObject({
              save: z.enum(SAVES),
              seconds: z.number().optional().meta({ description: 'Until the last service showed it' }),
              problem: z.string().optional(),
            }),
          ),
        }),
      )
      .optional()
      .meta({ description: 'What became of each save; only with --probe' }),
  })
  .meta({ title: 'What verify prints with --json' });

const leftovers = z.array(z.strictObject({ name: z.string(), size: bytes }));
const pruneShape = z
  .strictObject({
    version,
    removed: z.boolean().meta({ description: 'false with --dry-run' }),
    images: leftovers,
    contexts: leftovers.meta({ description: 'Build contexts, relative to the source root' }),
    secrets: lines.meta({ description: "Swarm's, that none of its services has" }),
  })
  .meta({ title: 'What prune prints with --json' });

const cleanShape = z
  .strictObject({
    version,
    removed: z.boolean().meta({ description: 'false with --dry-run, and if there is nothing' }),
    containers: lines,
    networks: lines,
    images: leftovers,
    contexts: leftovers.meta({ description: 'Build contexts, relative to the source root' }),
    volumes: leftovers.meta({ description: 'Data volumes; empty without --data' }),
  })
  .meta({ title: 'What clean prints with --json' });

const lockImagesShape = z
  .strictObject({
    version,
    images: z.array(
      z.strictObject({
        image: z.string(),
        digest: z.string(),
        change: z.enum(['new', 'same', 'changed']).meta({ description: 'Since the lock before' }),
      }),
    ),
  })
  .meta({ title: 'What lock-images prints with --json' });

const logsShape = z
  .strictObject({
    version,
    time: z.string().meta({ description: 'RFC 3339 with nanoseconds, in UTC' }),
    service: z.string(),
    text: z.string().meta({ description: 'The line as the service has written it' }),
  })
  .meta({ title: 'A line of what logs prints with --json: one document for each line of a log' });

const doctorShape = z
  .strictObject({
    version,
    right: z.boolean().meta({ description: 'Whether nothing is an error: exit code 0' }),
    checks: z.array(
      z.strictObject({
        check: z
          .string()
          .meta({ description: 'What was looked at: disk, for example; a check may have several' }),
        state: z
          .enum(['ok', 'warning', 'error'])
          .meta({ description: "A warning stands in no command's way yet" }),
        says: z.string(),
        cure: z.string().optional().meta({ description: 'What is to be typed or done' }),
        does: z.string().optional().meta({ description: 'What the cure does' }),
      }),
    ),
  })
  .meta({ title: 'What doctor prints with --json' });

const backupsShape = z
  .strictObject({
    version,
    backups: z.array(
      z.strictObject({
        id: z.string().meta({ description: 'What restore and verify take' }),
        mode,
        time: z.string().meta({ description: 'When it was begun, RFC 3339, in UTC' }),
        volumes: z.int().nonnegative(),
        size: bytes,
      }),
    ),
  })
  .meta({ title: 'What backup list prints with --json' });

/** What each command prints with `--json`; `docs/` has a schema of each, and validate has its own in `lib/report/json.ts`. */
export const SHAPES = {
  status: statusShape,
  logs: logsShape,
  doctor: doctorShape,
  verify: verifyShape,
  prune: pruneShape,
  clean: cleanShape,
  'lock-images': lockImagesShape,
  backup: backupsShape,
  instances: instancesShape,
  diff: diffShape,
} as const;
