import { type Environment, text } from '../model/environment.js';
import type { ServiceDefinition, SystemContext } from './definition.js';

/**
 * Variables by which OpenTelemetry's libraries know where to send what they measure, and what it is of. None where the team has
 * set no endpoint; a page is run by browsers, and to what is plain nothing is added.
 */
export function telemetryVariables(
  service: string,
  { kind, page, plain }: Pick<ServiceDefinition, 'kind' | 'page' | 'plain'>,
  { name, mode, conventions: { telemetry } }: Pick<SystemContext, 'name' | 'mode' | 'conventions'>,
): Environment {
  if (telemetry === undefined || kind !== 'application' || page || plain) return {};
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: text`${telemetry}`,
    OTEL_RESOURCE_ATTRIBUTES: text`service.namespace=${name},deployment.environment.name=${mode}`,
    OTEL_SERVICE_NAME: text`${service}`,
  };
}
