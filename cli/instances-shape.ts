import { z } from 'zod';
import { ENGINES } from '../lib/model/deployment.js';

/** What `instances` prints with `--json`. */
export const instancesShape = z
  .strictObject({
    version: z
      .literal(1)
      .meta({ description: 'Of this shape; another number for one that older readers cannot read' }),
    instances: z.array(
      z.strictObject({
        name: z.string().meta({ description: 'The prefix of all its names; what instances stop takes' }),
        worktree: z
          .string()
          .meta({ description: 'The directory of its checkout; where it was, if it is gone' }),
        here: z.boolean().meta({ description: 'Whether commands in this directory are about it' }),
        gone: z.boolean().meta({ description: 'Whether its worktree was removed' }),
        portOffset: z.int().nonnegative().meta({ description: 'What is added to every host port' }),
        ports: z.array(z.int()).meta({ description: 'Its host ports, of both modes' }),
        modes: z
          .array(
            z.strictObject({
              mode: z.enum(['dev', 'prod']),
              engine: z.enum(ENGINES).meta({ description: 'Who created its containers' }),
              services: z.int().nonnegative().meta({ description: 'Services that have a container' }),
              running: z.int().nonnegative(),
            }),
          )
          .meta({ description: 'Modes of which containers are there; empty if nothing runs' }),
        volumes: z.array(z.string()).meta({ description: 'Its data volumes' }),
      }),
    ),
  })
  .meta({ title: 'What instances prints with --json' });
