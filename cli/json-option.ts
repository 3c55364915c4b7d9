import type { z } from 'zod';

/** Of every command that shows something. */
export const JSON_HELP = 'print one JSON document, for programs (docs/commands.md)';

export interface JsonOption {
  readonly json?: boolean;
}

/** What is only read. */
type Readable<T> = { readonly [Key in keyof T]: Readable<T[Key]> };

/** How every command prints what it shows to programs; what is not of its shape is a bug. */
export function printJson<S extends z.ZodType>(shape: S, value: Readable<z.input<S>>): void {
  console.log(JSON.stringify(shape.parse(value), undefined, 2));
}
