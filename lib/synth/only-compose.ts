import type { SystemSpec } from '../model/service-spec.js';

/** Service → the attributes that only Compose is told of it. */
export function onlyCompose({ services }: Pick<SystemSpec, 'services'>): Map<string, string[]> {
  return new Map(
    services.flatMap(({ name, compose = {} }) => {
      const attributes = Object.keys(compose);
      return attributes.length > 0 ? [[name, attributes] as const] : [];
    }),
  );
}

/** Before Terraform's stacks are written: what they do not have. */
export function onlyComposeLines(systems: readonly SystemSpec[]): string[] {
  const all = new Map(systems.flatMap((system) => [...onlyCompose(system)]));
  if (all.size === 0) return [];
  const services = [...all].map(([name, attributes]) => `${name} (${attributes.join(', ')})`);
  return [`note: not expressed under Terraform, for only Compose is told it: ${services.join('; ')}`];
}
