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
  alsoIn: z.array(z.string()).meta({ description: 'Further services with the same cause' }),
  alsoAt: z
    .array(z.strictObject({ file: z.string(), line: z.int().positive() }))
    .meta({ description: 'Their lines, and that of the other mode' }),
  cause: z.string().meta({ description: 'The same for all that comes of one cause, in every run' }),
  fingerprints: z
    .array(z.string())
    .meta({ description: 'Of each finding that is in it: what --baseline accepts' }),
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
        guessed: z
          .boolean()
          .optional()
          .meta({ description: 'Whether nobody said which mode it is: see --compose' }),
      }),
    ),
    rules: z.array(z.string()).meta({ description: 'The ids of those that were run' }),
    without: z
      .record(z.string(), z.string())
      .meta({ description: 'Rules that the project leaves out, each with its reason' }),
    findings: z.array(finding),
    counts: z.strictObject({
      error: z.int().nonnegative(),
      warning: z.int().nonnegative(),
      note: z.int().nonnegative(),
      exception: z.int().nonnegative(),
      accepted: z
        .int()
        .nonnegative()
        .meta({ description: 'Findings that the baseline accepts, which are not listed' }),
    }),
  })
  .meta({ title: 'What the validator prints with --json' });

/** A report for programs; `docs/validate.schema.json` describes it. */
export function renderJson(report: Report, path: (absolute: string) => string): string {
  const { systems, rules, findings, guessed, accepted = 0, without = {} } = report;
  const value: z.input<typeof output> = {
    version: 1,
    systems: systems.map(({ name, mode, services }) => ({
      name,
      mode,
      services: services.map((it) => it.name),
      ...(mode === guessed ? { guessed: true } : {}),
    })),
    rules: rules.map(({ id }) => id),
    without: { ...without },
    findings: findings.map(({ place, modes, alsoIn, alsoAt, fingerprints, ...rest }) => ({
      ...rest,
      modes: [...modes],
      alsoIn: [...alsoIn],
      alsoAt: alsoAt.map(({ file, line }) => ({ file: path(file), line })),
      fingerprints: [...fingerprints],
      file: path(place.file),
      line: place.line,
    })),
    counts: { ...countFindings(findings), accepted },
  };
  return JSON.stringify(output.parse(value), undefined, 2);
}

/** The JSON schema of `--json`. */
export function jsonSchema(): string {
  return JSON.stringify(z.toJSONSchema(output), undefined, 2);
}
