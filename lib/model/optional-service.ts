import { UserError } from './user-error.js';

/** Services that no other one requires. */
export const OPTIONAL_SERVICES = ['frontend', 'identity-service', 'ollama'] as const;

export type OptionalService = (typeof OPTIONAL_SERVICES)[number];

/** The names as optional services; any other name is the user's mistake. */
export function optionalServices(names: readonly string[]): OptionalService[] {
  const isOptional = (name: string): name is OptionalService =>
    (OPTIONAL_SERVICES as readonly string[]).includes(name);
  return [...new Set(names)].sort().map((name) => {
    if (isOptional(name)) return name;
    throw new UserError(
      `"${name}" cannot be left out: it is unknown, or another service requires it`,
      `leave out one of ${OPTIONAL_SERVICES.join(', ')}`,
    );
  });
}
