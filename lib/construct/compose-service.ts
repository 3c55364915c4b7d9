import type { Mode } from '../model/mode.js';
import type { PlainDescription } from './description.js';
import { Service, type ServiceProps } from './service.js';
import type { Stack } from './stack.js';

/** One container as a Compose file describes it: how it runs, what it needs, and what the file says of it. */
export interface ComposeServiceProps<M extends Mode> extends ServiceProps<M>, PlainDescription {}

/**
 * A service as a Compose file describes it, to which nothing is added: `init` writes these. Named `DockerService` or
 * `DockerWorker` instead, it gets limits, hardening and the checks that go with them, and has to say what those need.
 */
export class ComposeService<M extends Mode> extends Service<M, PlainDescription> {
  /**
   * @param scope the stack that it is a service of
   * @param id its name, as the Compose file has it
   * @param props what it is
   */
  constructor(scope: Stack<M>, id: string, props: ComposeServiceProps<NoInfer<M>>) {
    super(scope, id, props, { plain: true });
  }
}
