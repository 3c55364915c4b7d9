import type { CheckedPort, CheckedService } from '../../model/checked-system.js';
import { type Claim, eachSystem, placeOf, type Rule } from '../rule.js';
import { runTogether } from './together.js';

/** The host gives a port to one container; the second would not start. */
export const uniqueHostPorts: Rule = {
  id: 'unique-host-ports',
  severity: 'error',
  group: 'wiring',
  claim: 'No two services that are meant to run at once publish the same port on the same host address.',
  why: 'The host gives a port to only one container: the second one does not start.',
  wrong: { language: 'yaml', text: "api:\n  ports: ['8001:3000']\nweb:\n  ports: ['127.0.0.1:8001:80']" },
  right: { language: 'yaml', text: "api:\n  ports: ['8001:3000']\nweb:\n  ports: ['127.0.0.1:8002:80']" },
  check: eachSystem(({ services }) => {
    const holders = new Map<string, { readonly port: CheckedPort; readonly of: CheckedService }[]>();
    return services.flatMap((service) =>
      service.published.flatMap((port): Claim[] => {
        if (port.host === undefined) return [];
        const key = `${port.host}/${port.protocol}`;
        const others = holders.get(key) ?? [];
        holders.set(key, [...others, { port, of: service }]);
        const holder = others.find(
          (other) => meet(other.port.address, port.address) && runTogether(other.of, service),
        );
        return holder
          ? [
              {
                where: placeOf(service),
                at: `published[${port.host}]`,
                problem: `host port ${port.host} is also used by ${holder.of.name}`,
                fix: 'give one of them another host port',
              },
            ]
          : [];
      }),
    );
  }),
};

/** Every address of the host, as Docker writes it. */
const EVERY = ['', '0.0.0.0', '::', '[::]'];

function meet(a = '', b = ''): boolean {
  return a === b || EVERY.includes(a) || EVERY.includes(b);
}
