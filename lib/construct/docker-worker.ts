import type { Mode } from '../model/mode.js';
import type { WorkerDescription } from './description.js';
import { Service, type ServiceProps } from './service.js';

/** One container without a port: how it runs, what it needs, and everything that describes it. */
export interface DockerWorkerProps<M extends Mode> extends ServiceProps<M>, WorkerDescription {}

/** One container that serves on no port: a worker. It has no URL, and its health check runs a program or looks at a file. */
export class DockerWorker<M extends Mode> extends Service<M, WorkerDescription> {}
