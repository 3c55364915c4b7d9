import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SystemSpec } from '../lib/model/service-spec.js';

/** The resolved system that Terraform names, which was just written, and its source root. Nothing of the project is loaded for it. */
export function resolvedAt(file: string): { readonly system: SystemSpec; readonly root: string } {
  const system = JSON.parse(readFileSync(file, 'utf8')) as SystemSpec;
  return { system, root: resolve(dirname(file), '..') };
}
