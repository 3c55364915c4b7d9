import {
  command,
  containerPort,
  DockerService,
  type Mode,
  type ModeProps,
  NOT_ROOT,
  type Stack,
} from '../lib/index.js';

/** The model server of ai-brain, which answers without it too. */
export class Ollama<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      mode: props.mode,
      kind: 'backing',
      needs: [],
      image: { upstream: 'ollama/ollama:0.11.11' },
      port: { container: containerPort(11434) },
      environment: {},
      volumes: { ollama_models: '/root/.ollama' },
      // the image has no curl; its own client asks GET /api/tags
      healthCheck: command('ollama', 'list'),
      memory: 8192,
      exceptions: { [NOT_ROOT]: 'its data volume lies in the home of root, which no other user may enter' },
    });
  }
}
