import type { ServiceTemplate } from '../lib/index.js';

/** A FastAPI service of OpsConductor as its others are, written by `./scripts/new.sh service NAME`. */
export const newService: ServiceTemplate = {
  stack: 'stacks/opsconductor-stack.ts',
  props: 'base',
  construct: ({ name, className, port }) => `import { file, type Mode, type Stack } from '../lib/index.js';
import { type ApplicationProps, PythonService } from './python-service.js';

/** Greets whoever is signed in. */
export class ${className}<M extends Mode> extends PythonService<M> {
  constructor(scope: Stack<M>, id: string, props: ApplicationProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      source: '${name}',
      port: { container: ${port.container}, host: ${port.host} },
      live: [file('main.py')],
    });
  }
}
`,
  source: ({ name, port }, read) => ({
    // the same for every service: they are based on the same shared code
    Dockerfile: read('communication-service/Dockerfile'),
    'requirements.txt': read('communication-service/requirements.txt'),
    'main.py': `"""${name}: greets whoever is signed in."""

from fastapi import APIRouter

from shared.auth import SignedIn
from shared.base_service import Service, serve
from shared.settings import database_from_parts, redis_url

NAME = "${name}"
VERSION = "1"

router = APIRouter()


@router.get("/greeting")
async def greeting(caller: SignedIn) -> dict[str, str]:
    """A greeting for the caller: {"greeting": text}."""
    return {"greeting": f"Hello, {caller.user.username}"}


if __name__ == "__main__":
    serve(
        Service(
            name=NAME,
            version=VERSION,
            port=${port.container},
            database=database_from_parts(NAME),
            redis=redis_url(NAME),
            router=router,
            live=lambda: {"main.py": VERSION},
        )
    )
`,
  }),
  afterwards: ['npm run snapshots'],
};
