import type { BindingPattern, Expression, ObjectPattern } from 'oxc-parser';
import type { SourcePlace } from '../model/finding.js';
import { nameOf } from './syntax.js';

/** The place of what a pattern binds to a name; undefined where it binds no such name. */
export function bound(
  pattern: BindingPattern,
  name: string,
  path: readonly string[],
  read: (path: readonly string[]) => SourcePlace | undefined,
  otherwise: (expression: Expression) => SourcePlace | undefined,
): { readonly place: SourcePlace | undefined } | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return pattern.name === name ? { place: read(path) } : undefined;
    case 'AssignmentPattern': {
      const found = bound(pattern.left, name, path, read, otherwise);
      return found && { place: found.place ?? otherwise(pattern.right) };
    }
    case 'ObjectPattern':
      return boundIn(pattern, name, path, read, otherwise);
    default:
      return undefined;
  }
}

function boundIn(
  { properties }: ObjectPattern,
  name: string,
  path: readonly string[],
  read: (path: readonly string[]) => SourcePlace | undefined,
  otherwise: (expression: Expression) => SourcePlace | undefined,
): ReturnType<typeof bound> {
  for (const property of properties) {
    if (property.type === 'RestElement') {
      if (property.argument.type === 'Identifier' && property.argument.name === name)
        return { place: read(path) };
      continue;
    }
    const key = nameOf(property.key) ?? '';
    const found = bound(property.value, name, path, (more) => read([key, ...more]), otherwise);
    if (found) return found;
  }
  return undefined;
}
