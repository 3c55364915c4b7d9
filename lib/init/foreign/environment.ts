import { textInFile } from '../../compose/read/as-in-file.js';
import type { Reference, TemplatePart } from '../../compose/read/template.js';
import type { Leaf } from '../../compose/read/tree.js';
import type { EnvironmentValue, Variable } from '../../model/environment.js';
import { entriesOf, type ServiceNotes, type Tree } from './attributes.js';

/** The variables that a property can say; the others stay with Compose as they are. */
export function importEnvironment(
  tree: Tree | undefined,
  notes: ServiceNotes,
): Readonly<Record<string, string | EnvironmentValue>> {
  notes.changeNames('environment', tree);
  return Object.fromEntries(
    entriesOf(tree).flatMap(([name, value]) => {
      const said = value.kind === 'leaf' && value.value !== null ? environmentOf(value) : undefined;
      if (said !== undefined) return [[name, said] as const];
      const kept = value.kind === 'leaf' && value.value !== null ? textInFile(value) : null;
      notes.pass('environment', { [name]: kept }, value.place, `environment.${name}`);
      return [];
    }),
  );
}

/** A text, or its parts where variables are in it; undefined where a variable is more than its name and a fallback. */
function environmentOf({ text, parts }: Leaf): string | EnvironmentValue | undefined {
  if (!parts) return text;
  const said = parts.map((part) => (typeof part === 'string' ? part : variableOf(part)));
  return said.every((part) => part !== undefined) ? (said as EnvironmentValue) : undefined;
}

function variableOf({ variable, operator, word = [] }: Reference): Variable | undefined {
  const isText = (part: TemplatePart) => typeof part === 'string' && !part.includes('}');
  if (operator === undefined) return { variable, fallback: '' };
  return operator === ':-' && word.every(isText) ? { variable, fallback: word.join('') } : undefined;
}
