import { perText } from '../../model/per-text.js';
import { pythonTree } from '../python.js';

/** They give a module names that nobody reads in it. */
const HIDDEN =
  /^\s*from\s+\S+\s+import\s+\(?\s*\*|\b(globals|exec|setattr|vars|locals)\s*\(|__getattr__|__dict__/m;

/**
 * The names that a Python module may have when it is loaded: what is mentioned in it outside of all functions and classes,
 * and what those declare to be global. Undefined where it makes names that no reader sees.
 */
export const topNames: (text: string) => ReadonlySet<string> | undefined = perText((text) => {
  if (HIDDEN.test(text)) return undefined;
  const names = new Set<string>();
  pythonTree(text).iterate({
    enter({ name, from, to, node }) {
      if (name === 'VariableName') names.add(text.slice(from, to));
      if (name !== 'FunctionDefinition' && name !== 'ClassDefinition') return true;
      const own = node.getChild('VariableName');
      if (own) names.add(text.slice(own.from, own.to));
      return false;
    },
  });
  for (const [, list = ''] of text.matchAll(/^\s*global\s+([\w\s,]+?)\s*(?:[;#]|$)/gm))
    for (const name of list.split(/\s*,\s*/)) names.add(name);
  return names;
});
