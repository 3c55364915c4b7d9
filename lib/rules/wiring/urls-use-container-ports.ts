import type { CheckedService } from '../../model/checked-system.js';
import { eachSystem, isForeign, placeOf, type Rule, type ServiceClaim } from '../rule.js';
import { byHost, calledBy } from './dependencies.js';
import { type Listening, listening } from './listening.js';
import { knownPorts } from './ports.js';
import { type Address, addressesOf, schemePort } from './urls.js';

/** What serves them has any port. */
const WEB = new Set(['http', 'https', 'ws', 'wss']);

/** Between containers a service is reached by its container port; the host's port exists on the host alone. */
export const urlsUseContainerPorts: Rule = {
  id: 'urls-use-container-ports',
  severity: 'error',
  group: 'wiring',
  claim: "A service's address uses a port that the service serves on inside its container.",
  why: 'Host ports exist only on the host: between containers, nobody answers there.',
  wrong: {
    language: 'yaml',
    text: "# order-service publishes '8002:3002'\nORDER_SERVICE_URL: http://order-service:8002",
  },
  right: { language: 'yaml', text: 'ORDER_SERVICE_URL: http://order-service:3002' },
  check: eachSystem(({ services }, input) => {
    const hosts = byHost(services);
    const ports = new Map<CheckedService, Set<number>>();
    const portsOf = (service: CheckedService) => {
      const known =
        ports.get(service) ?? new Set([...knownPorts(service, input), ...ownListeners(service, hosts)]);
      ports.set(service, known);
      return known;
    };
    const heard = new Map<CheckedService, readonly Listening[]>();
    const heardOf = (service: CheckedService) => {
      const known = heard.get(service) ?? listening(service, input);
      heard.set(service, known);
      return known;
    };
    return services.flatMap((service) =>
      addressesOf(service).flatMap((address) => {
        const called = calledBy(service, address.host, hosts);
        // what a service says of itself is where it listens
        if (!called || called === service || address.port === undefined) return [];
        // what its construct declares, one-port holds against its code
        const declared = isForeign(called, input) ? [] : [called.port, ...(called.otherPorts ?? [])];
        const heard = declared.some((port) => Number(port) === address.port) ? [] : heardOf(called);
        return checkPort(address, address.port, called, portsOf(called), heard).map((claim) => ({
          where: placeOf(service),
          ...claim,
        }));
      }),
    );
  }),
};

/** The ports that a service names of itself: `PLAINTEXT://kafka:9093`, `INTERNAL://0.0.0.0:9093`. */
function ownListeners(service: CheckedService, hosts: ReadonlyMap<string, CheckedService>): number[] {
  return addressesOf(service).flatMap(({ host, port }) =>
    port !== undefined && (host === '0.0.0.0' || calledBy(service, host, hosts) === service) ? [port] : [],
  );
}

function checkPort(
  { at, isPlain, scheme }: Address,
  port: number,
  called: CheckedService,
  known: ReadonlySet<number>,
  heard: readonly Listening[],
): ServiceClaim[] {
  if (known.has(port)) return notHeard(at, isPlain ? ` ${port}` : '', port, called, heard);
  // nothing, or a console alone, says nothing of the port that a service is for
  if ([...known].every((each) => heard.some(({ port: at, side }) => side && at === each))) return [];
  const published = called.published.find(({ host }) => host === port);
  const isUsual = scheme !== undefined && !WEB.has(scheme) && port === schemePort(scheme);
  if (!published && called.port === undefined && isUsual) return [];
  // a value that a variable has here is not shown
  const shown = isPlain ? `port ${port}` : 'a port';
  const other = published?.container ?? called.port ?? [...known][0];
  // it may serve on more than it says
  const isProven = published !== undefined || called.port !== undefined;
  return [
    {
      at,
      problem: published
        ? `calls ${called.name} on ${shown}, which is its host port`
        : `calls ${called.name} on ${shown}, on which it is not known to serve`,
      fix: isProven
        ? `use its container port, ${other}`
        : `EXPOSE it if it serves there, or use a known port, ${other}`,
      ...(isProven ? {} : { severity: 'warning' }),
    },
  ];
}

/** A port that is published or EXPOSEd, and on which the code plainly does not listen. */
function notHeard(
  at: string,
  shown: string,
  port: number,
  called: CheckedService,
  heard: readonly Listening[],
): ServiceClaim[] {
  const plain = heard.filter((each) => !each.side && !each.likely);
  if (plain.length === 0 || heard.some((each) => each.port === port)) return [];
  return [
    {
      at,
      severity: 'warning',
      problem: `calls ${called.name} on port${shown}, but its code listens on ${plain.map((each) => each.port).join(', ')}`,
      fix: `use ${plain[0]?.port}`,
    },
  ];
}
