import { DockerService, type ModeProps } from '../lib/construct/docker-service.js';
import { command } from '../lib/construct/health.js';
import type { SystemScope } from '../lib/construct/system-scope.js';
import type { Mode } from '../lib/model/mode.js';

/** The model server of ai-brain, which answers without it too. */
export class Ollama<M extends Mode> extends DockerService<M> {
  constructor(scope: SystemScope<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      mode: props.mode,
      image: 'ollama/ollama:0.11.11',
      port: 11434,
      volumes: { ollama_models: '/root/.ollama' },
      // the image has no curl; its own client asks GET /api/tags
      healthCheck: command('ollama', 'list'),
      memory: 8192,
      exceptions: { 'not-root': 'its data volume lies in the home of root, which no other user may enter' },
    });
  }
}
