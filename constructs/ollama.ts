import { command, DockerService, type Mode, type ModeProps, type Stack } from '../lib/index.js';

/** The model server of ai-brain, which answers without it too. */
export class Ollama<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      image: 'ollama/ollama:0.11.11',
      port: 11434,
      volumes: { ollama_models: '/root/.ollama' },
      // its models come from Ollama's registry again
      backup: 'none',
      // the image has no curl; its own client asks GET /api/tags
      healthCheck: command('ollama', 'list'),
      memory: 8192,
      exceptions: { 'not-root': 'its data volume lies in the home of root, which no other user may enter' },
    });
  }
}
