import type { Tree } from './tree.js';

/** Whether a volume of the top level is a directory of the host by another name. */
export function isBoundVolume(volume: Tree): boolean {
  const options = entry(volume, 'driver_opts');
  return (
    /^(local)?$/.test(text(entry(volume, 'driver'))) &&
    /(^|,)r?bind(,|$)/.test(text(entry(options, 'o'))) &&
    isSaid(entry(options, 'device'))
  );
}

function entry(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'table' ? tree.entries.get(key) : undefined;
}

/** What a variable without a value names is some directory, too. */
function isSaid(tree: Tree | undefined): boolean {
  return tree?.kind === 'leaf' && (tree.text !== '' || tree.missing !== undefined);
}

function text(tree: Tree | undefined): string {
  return tree?.kind === 'leaf' ? tree.text : '';
}
