import type { CheckedService } from '../../model/checked-system.js';
import type { EnvironmentValue } from '../../model/environment.js';
import type { Attributes } from './attributes.js';
import { environmentValue } from './read-environment.js';
import { joined } from './template.js';
import type { Leaf, Tree } from './tree.js';

/** Texts of a service in which its files have variables: a password from one is not a password in the files. */
export function readAsWritten(service: Attributes): Pick<CheckedService, 'asWritten'> {
  const named = (at: string, from: Attributes | undefined, key: string) =>
    [...(from?.map(key)?.table.entries ?? [])].map(
      ([name, tree]) => [`${at}[${name}]`, leaves(tree)] as const,
    );
  const texts = [
    ['command', leaves(service.get('command'))] as const,
    ['entrypoint', leaves(service.get('entrypoint'))] as const,
    ['healthCheck', leaves(service.map('healthcheck')?.get('test'))] as const,
    ...named('labels', service, 'labels'),
    ...named('image.args', service.map('build'), 'args'),
  ];
  const found = texts.filter(([, words]) => words.some(({ parts }) => parts !== undefined));
  return found.length === 0
    ? {}
    : { asWritten: Object.fromEntries(found.map(([at, words]) => [at, line(words)])) };
}

function leaves(tree: Tree | undefined): Leaf[] {
  if (tree?.kind === 'list') return tree.items.flatMap(leaves);
  return tree?.kind === 'leaf' ? [tree] : [];
}

/** The words of a command with blanks between them. */
function line(words: readonly Leaf[]): EnvironmentValue {
  return joined(words.flatMap((word, i) => [...(i === 0 ? [] : [' ']), ...environmentValue(word)]));
}
