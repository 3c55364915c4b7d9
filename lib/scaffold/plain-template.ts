import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServiceTemplate } from '../construct/service-template.js';
import { TOOL } from '../model/tool.js';

/** A service with Python's standard library, as `init` writes one: for a system without its own template. */
export const plainTemplate: ServiceTemplate = {
  stack: 'main.ts',
  props: '{ mode }',
  construct: ({ name, className, port }) => `import {
  DockerService,
  file,
  type Mode,
  type ModeProps,
  pythonGet,
  type Stack,
} from '${TOOL}';

/** Answers with a greeting. */
export class ${className}<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      image: {
        directory: '${name}',
        // mounted over the image in dev: an edit takes effect without a build
        live: [file('main.py')],
      },
      port: { container: ${port.container}, host: ${port.host} },
      healthCheck: pythonGet('/health'),
      memory: 128,
    });
  }
}
`,
  source: ({ name, port }) => ({
    Dockerfile: begun('Dockerfile'),
    'main.py': begun('main.py').replaceAll('my-system', name).replace('8000', String(port.container)),
  }),
};

/** A file of the service that a new project begins with. */
function begun(file: string): string {
  return readFileSync(fileURLToPath(new URL(`../../template/hello/${file}`, import.meta.url)), 'utf8');
}
