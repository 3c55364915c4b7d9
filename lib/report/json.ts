import { z } from 'zod';
import { countFindings, type Report } from './report.js';

const finding = z.strictObject({
  rule: z.string().meta({ description: 'Its id; RULES.md has the rest' }),
  severity: z.enum(['error', 'warning', 'note']),
  modes: z
    .array(z.enum(['dev', 'prod']))
    .meta({ description: 'Where it applies; empty for a difference between the modes' }),
  service: z.string().optional().meta({ description: 'Missing if it concerns the whole system' }),
  at: z.string().meta({ description: 'The attribute, as a path: mounts[/app/data]' }),
  problem: z.string(),
  fix: z.string(),
  file: z.string().meta({
    description: 'Relative to the directory that the script was called from, or absolute outside it',
  }),
  line: z.int().positive(),
  exception: z
    .string()
    .optional()
    .meta({ description: 'The reason declared for it in the model, which makes it no error' }),
});

const output = z
  .strictObject({
    version: z.literal(1),
    systems: z.array(
      z.strictObject({
        name: z.string(),
        mode: z.enum(['dev', 'prod']),
        services: z.array(z.string()),
      }),
    ),
    rules: z.array(z.string()).meta({ description: 'The ids of those that were run' }),
    findings: z.array(finding),
    counts: z.strictObject({
      error: z.int().nonnegative(),
      warning: z.int().nonnegative(),
      note: z.int().nonnegative(),
      exception: z.int().nonnegative(),
    }),
  })
  .meta({ title: 'What the validator prints with --json' });

/** A report for programs; `docs/validate.schema.json` describes it. */
export function renderJson({ systems, rules, findings }: Report, path: (absolute: string) => string): string {
  const value: z.input<typeof output> = {
    version: 1,
    systems: systems.map(({ name, mode, services }) => ({
      name,
      mode,
      services: services.map((it) => it.name),
    })),
    rules: rules.map(({ id }) => id),
    findings: findings.map(({ place, modes, ...rest }) => ({
      ...rest,
      modes: [...modes],
      file: path(place.file),
      line: place.line,
    })),
    counts: countFindings(findings),
  };
  return JSON.stringify(output.parse(value), undefined, 2);
}

/** The JSON schema of `--json`. */
export function jsonSchema(): string {
  return JSON.stringify(z.toJSONSchema(output), undefined, 2);
}
