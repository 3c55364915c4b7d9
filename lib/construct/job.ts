import type { Mode } from '../model/mode.js';
import type { JobDescription } from './description.js';
import { Service, type ServiceProps } from './service.js';
import type { Stack } from './stack.js';

/** One container that does its work and ends: how it runs, what it needs, and everything that describes it. */
export interface JobProps<M extends Mode> extends ServiceProps<M>, JobDescription {}

/**
 * One container that does its work and ends: a migration of a database. It runs before a start replaces anything, once per
 * content, and by hand; what needs it starts when it has ended well. A job that fails ends the start, and what ran before
 * it runs on. Its work has to bear being done twice.
 */
export class Job<M extends Mode> extends Service<M, JobDescription> {
  /**
   * @param scope the stack that it is a job of
   * @param id its name: lower-case letters, digits and `-`
   * @param props what it is
   */
  constructor(scope: Stack<M>, id: string, props: JobProps<NoInfer<M>>) {
    super(scope, id, props, { job: true });
  }
}
