import type { SystemRule } from './rule.js';

/** The host gives a port to one container; the second would not start. */
export const uniqueHostPorts: SystemRule = {
  id: 'unique-host-ports',
  checkSystem: ({ services }) => {
    const holders = new Map<number, string>();
    return services.flatMap((service) =>
      service.published.flatMap(({ host }) => {
        const holder = holders.get(host);
        holders.set(host, holder ?? service.name);
        return holder === undefined
          ? []
          : [
              {
                service: service.name,
                at: `published[${host}]`,
                problem: `host port ${host} is also that of ${holder}`,
                fix: 'give one of them another host port',
              },
            ];
      }),
    );
  },
};
