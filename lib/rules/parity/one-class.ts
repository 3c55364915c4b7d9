import type { CheckedService } from '../../model/checked-system.js';
import { few } from '../paths.js';
import { type Claim, isForeign, placeOf, type Rule, systemsOf } from '../rule.js';
import { fileClasses } from './file-classes.js';

/** Every file of a service is live, baked or ignored: whoever edits it knows what it takes. */
export const oneClass: Rule = {
  id: 'one-class',
  severity: 'warning',
  group: 'parity',
  claim: "Every tracked file of a service's context is live, baked or ignored.",
  why: 'A file that is sent to every build but ends up in no image changes only the digest: a rebuild for nothing.',
  wrong: {
    language: 'dockerfile',
    text: '# the directory has notes.md, and .dockerignore does not name it\nCOPY main.py ./',
  },
  right: { language: 'text', text: '# .dockerignore\nnotes.md' },
  check: (input) => {
    const services = systemsOf(input).flatMap((system) => system.services);
    const first = (name: string) => services.find((service) => service.name === name);
    return [...fileClasses(input)].flatMap(([name, files]): Claim[] => {
      const service = first(name);
      const lost = files.filter((file) => file.class === undefined).map(({ path }) => path);
      return service && lost.length > 0 ? [claim(service, lost, isForeign(service, input))] : [];
    });
  },
};

function claim(service: CheckedService, lost: readonly string[], once: boolean): Claim {
  const declared = service.image?.kind === 'build' && service.image.source.live !== undefined;
  return {
    where: placeOf(service),
    at: 'image',
    // a context that many images are built from has much that one of them does not need
    severity: declared ? 'warning' : 'note',
    problem: `sent to every build, but in no image: ${few(lost)}`,
    fix: 'copy it, or name it in .dockerignore',
    ...(once ? { cause: 'context' } : {}),
  };
}
