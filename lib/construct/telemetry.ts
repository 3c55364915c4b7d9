import { type Environment, text } from '../model/environment.js';
import { UserError } from '../model/user-error.js';
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

/** @throws UserError for what is no address, and for one that leads nowhere from a container */
export function telemetryEndpoint(url: string): string {
  if (/^https?:\/\/(localhost|127\.[\d.]+|\[::1\])(?![\w.-])/.test(url))
    throw new UserError(
      `telemetry cannot be sent to "${url}": that is each service's own container`,
      'name a service of the system, or another machine, in defineSystem({ telemetry })',
    );
  if (/^https?:\/\/[^\s/]+\/?/.test(url) && URL.canParse(url)) return url;
  throw new UserError(
    `"${url}" is no address that telemetry could be sent to`,
    'use for example http://collector:4318 in defineSystem({ telemetry })',
  );
}
