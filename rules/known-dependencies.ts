import type { SystemRule } from './rule.js';

/** What a service waits for is a service of its stack. */
export const knownDependencies: SystemRule = {
  id: 'known-dependencies',
  checkSystem: ({ services }) => {
    const names = new Set(services.map((service) => service.name));
    return services.flatMap((service) =>
      service.dependsOn
        .filter((name) => !names.has(name))
        .map((name) => ({
          service: service.name,
          at: `dependsOn[${name}]`,
          problem: `waits for "${name}", which the stack does not have`,
          fix: `add ${name} to the stack`,
        })),
    );
  },
};
