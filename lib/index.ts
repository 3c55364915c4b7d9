/** The public API: all that a team's constructs, stacks and `main.ts` import. */

export { run } from '../cli/run.js';
export { ComposeService, type ComposeServiceProps } from './construct/compose-service.js';
export {
  defineSystem,
  type StackClass,
  type Stacks,
  type SystemDefinition,
  type SystemOptions,
} from './construct/define-system.js';
export type { SourceFacts, SystemContext } from './construct/definition.js';
export type {
  CommonDescription,
  DeclaredExceptions,
  HealthCheckAt,
  ImageSource,
  JobDescription,
  PlainDescription,
  PlainEnvironment,
  PlainPortProps,
  PortProps,
  ServiceDescription,
  WorkerDescription,
} from './construct/description.js';
export { DockerService, type DockerServiceProps } from './construct/docker-service.js';
export { DockerWorker, type DockerWorkerProps } from './construct/docker-worker.js';
export { Gateway, type GatewayProps } from './construct/gateway.js';
export { command, freshFile, nodeGet, pythonGet, webGet } from './construct/health.js';
export { Job, type JobProps } from './construct/job.js';
export type { LateValue } from './construct/late-value.js';
export type { CodePosition, MadeBy } from './construct/made-by.js';
export type { AnyDescription } from './construct/plain.js';
export type { ModeProps, Service, ServiceProps } from './construct/service.js';
export type { Insertion, NewService, ServiceTemplate } from './construct/service-template.js';
export { type Construct, type Entrance, type Registered, Stack } from './construct/stack.js';
export type { DeclaredBackup } from './model/backup.js';
export type {
  CheckedImage,
  CheckedMount,
  CheckedPort,
  CheckedService,
  CheckedSystem,
  CheckedWatch,
} from './model/checked-system.js';
export type { ComposeAttributes } from './model/compose-attributes.js';
export type { Commands, Conventions, Named, SharedDirectory } from './model/conventions.js';
export {
  type Environment,
  type EnvironmentValue,
  type Secret,
  type SecretForm,
  text,
  type Variable,
} from './model/environment.js';
export type { Severity } from './model/finding.js';
export { type Below, dir, file, type LivePath, type LivePathOptions } from './model/live-path.js';
export type { Mode } from './model/mode.js';
export type { Example, OwnClaim, OwnRule, OwnRuleContext, ProjectRules } from './model/own-rule.js';
export type { ContainerPort, HostPort } from './model/port.js';
export type { ExceptableRule } from './model/rule-id.js';
export type { HealthCheck, RestartPolicy } from './model/service-spec.js';
export { UserError } from './model/user-error.js';
