import type { CheckedService } from '../../model/checked-system.js';
import { type Claim, placeOf, type Rule, systemsOf } from '../rule.js';
import { runTogether } from './together.js';

/** The engine gives a name to one container, whichever mode it is of. */
export const uniqueContainerNames: Rule = {
  id: 'unique-container-names',
  severity: 'error',
  group: 'wiring',
  claim: 'No two containers that are meant to exist at once have the same name, across dev and prod.',
  why: 'The engine refuses the second one, and what runs in one mode gets in the way of the other.',
  wrong: { language: 'yaml', text: '# dev and prod\ncontainer_name: order-service' },
  right: { language: 'yaml', text: '# dev\ncontainer_name: order-service-dev' },
  check: (input) => {
    const holders = new Map<string, CheckedService[]>();
    return systemsOf(input)
      .flatMap(({ services }) => services)
      .flatMap((service): Claim[] => {
        const { container } = service;
        if (container === undefined) return [];
        const others = holders.get(container) ?? [];
        holders.set(container, [...others, service]);
        const holder = others.find((other) => runTogether(other, service));
        return holder === undefined
          ? []
          : [
              {
                where: placeOf(service),
                at: 'container',
                problem: `container name "${container}" is also used by ${placeOf(holder)}`,
                fix: 'name it after its mode and service',
              },
            ];
      });
  },
};
