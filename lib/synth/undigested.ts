import type { SourceFacts } from '../construct/definition.js';
import { readRun, takesShared } from '../dockerfile/read-run.js';
import { servedPage } from '../dockerfile/served-page.js';
import type { Facts, TextFact } from '../model/facts.js';

type Source = Parameters<NonNullable<SourceFacts['takesShared']>>[0];

/** What describing needs of the disk. What is missing there is for the rules to find, and no digest is looked at. */
export function undigested(facts: Facts, shared: string | undefined): SourceFacts {
  const dockerfileOf: (source: Source) => TextFact = ({ directory, dockerfile, inline }) =>
    inline === undefined ? facts.read(`${directory}/${dockerfile}`) : { text: inline };
  return {
    takesShared: (source) => {
      const read = dockerfileOf(source);
      return shared === undefined || 'problem' in read || takesShared(read.text, shared);
    },
    servedPage: (source, page) => {
      const read = dockerfileOf(source);
      const json = facts.read(`${source.directory}/package.json`);
      return 'text' in read && 'text' in json ? servedPage(read.text, json.text, page) : undefined;
    },
    context: (source, mode) => {
      const context = facts.context(source);
      if (!('dockerfile' in context)) return { digest: '', stages: [] };
      const { command: _, ...run } = readRun(context.dockerfile, mode);
      return { digest: '', ...run };
    },
  };
}
