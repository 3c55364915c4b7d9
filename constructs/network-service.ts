import { dir, file, type Mode, type Stack } from '../lib/index.js';
import { type ApplicationProps, PythonService } from './python-service.js';

/** Measures latency with TCP or ICMP echo, and captures packets. */
export class NetworkService<M extends Mode> extends PythonService<M> {
  constructor(scope: Stack<M>, id: string, props: ApplicationProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      source: 'network-analyzer-service',
      port: { container: 3006, host: 8003 },
      live: [file('main.py'), dir('agents'), dir('analyzers'), dir('models'), dir('utils')],
      // packet capture
      capabilities: ['NET_ADMIN', 'NET_RAW'],
      // by its Dockerfile, one of the two
      exceptions: {
        'no-new-privileges': 'tcpdump captures by what setcap gave to its file, which that option voids',
        'not-root': 'without setcap in its image, the engine gives NET_ADMIN and NET_RAW to root alone',
      },
    });
  }
}
