import type { CheckedService, CheckedSystem } from '../model/checked-system.js';

/** They do their work once, and are done. */
const ONCE =
  /(^|[-_])(migrat\w*|init\w*|setup|seed\w*|bootstrap|createbuckets|provision\w*|backup|test\w*|build\w*)($|[-_])/;

/** Whether a service does its work once, and ends: it is declared to, another one waits for that, or its name says so. */
export function isForOnce({ name, job }: CheckedService, { services }: CheckedSystem): boolean {
  const isAwaited = services.some(
    ({ conditions }) => conditions?.[name] === 'service_completed_successfully',
  );
  return job || isAwaited || ONCE.test(name);
}
