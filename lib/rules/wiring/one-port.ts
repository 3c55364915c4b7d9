import type { CheckedService } from '../../model/checked-system.js';
import type { SourcePlace } from '../../model/finding.js';
import { imageOf, lineOf } from '../image.js';
import { bindsOf, hasCode } from '../mounts.js';
import { type CheckInput, eachService, isForeign, type Rule, type ServiceClaim } from '../rule.js';
import { listening } from './listening.js';
import { healthPorts, publishedPorts } from './ports.js';

/** What a service listens on is what is published, asked by its health check and EXPOSEd. */
export const onePort: Rule = {
  id: 'one-port',
  severity: 'error',
  group: 'wiring',
  claim:
    'The port that a service listens on, if the code states it plainly, is the one that is declared, published, health-checked and EXPOSEd.',
  why: 'Nobody answers on a port that nothing listens on: the service never becomes healthy, or is healthy but cannot be reached.',
  wrong: { language: 'yaml', text: "# uvicorn.run(app, port=3002)\nports: ['8002:3000']" },
  right: { language: 'yaml', text: "# uvicorn.run(app, port=3002)\nports: ['8002:3002']" },
  check: eachService((service, input) => {
    const main = mainPort(service, input);
    return main ? disagreeing(service, main, input) : [];
  }),
};

/** The port that the others are held against, and who says so. */
interface MainPort {
  /** More than one where the service says more than one. */
  readonly ports: readonly number[];
  readonly says: string;
  /** Ports for a debugger or a console, and what is declared beside the main one: to publish or ask one of them is as right. */
  readonly side: readonly number[];
  /** Whether the code says it. */
  readonly isHeard: boolean;
  /** Whether only the image says it, of what it runs by itself. */
  readonly isOfImage?: boolean;
  /** Whether it says it less than plainly: then nothing is advised. */
  readonly isLikely?: boolean;
}

/** What the code says, else what is declared, else what the health check asks, else what is EXPOSEd. */
function mainPort(service: CheckedService, input: CheckInput): MainPort | undefined {
  const all = listening(service, input);
  const side = [...all.filter((each) => each.side).map(({ port }) => port), ...(service.otherPorts ?? [])];
  const main = (ports: readonly number[], says: string, isHeard = false) => ({ ports, says, side, isHeard });
  const heard = all.filter((each) => !each.side);
  const isLikely = heard.some((each) => each.likely);
  if (heard.length > 0)
    return {
      ...main(
        heard.map(({ port }) => port),
        `${wordsFor(heard[0]?.place)} ${isLikely ? 'most likely listens' : 'listens'} on`,
        true,
      ),
      isLikely,
    };
  if (service.port !== undefined) return main([service.port], saidPort(service, input));
  const image = imageOf(service, input);
  const asked = healthPorts(service, image);
  const exposed = (image?.exposed ?? []).map(({ port }) => port);
  // of several that are EXPOSEd, the health check may ask one that is for health alone
  if (asked.length > 0 && !exposed.some((port) => asked.includes(port)))
    return main(asked, 'the health check asks');
  return exposed.length > 0 ? { ...main(exposed, 'the Dockerfile EXPOSEs'), isOfImage: true } : undefined;
}

/** Whether the service may have told what it runs to listen elsewhere than its image says: by a command, a variable, a file. */
function isTold(service: CheckedService, ports: readonly number[], { facts }: CheckInput): boolean {
  const { command, entrypoint, environment } = service;
  return (
    command !== undefined ||
    entrypoint !== undefined ||
    bindsOf(service).some((mount) => !hasCode(mount, facts)) ||
    Object.values(environment).some((value) => ports.some((port) => value.join('').includes(String(port))))
  );
}

/** What names the port: a construct, or `expose` of a Compose file. */
function saidPort(service: CheckedService, input: CheckInput): string {
  return isForeign(service, input) ? '`expose` says' : 'the service is declared to serve on';
}

function wordsFor(place: SourcePlace | undefined): string {
  return place ? `${place.file}:${place.line}` : 'the command';
}

function disagreeing(service: CheckedService, main: MainPort, input: CheckInput): ServiceClaim[] {
  const { ports, says, side, isHeard, isLikely } = main;
  const isMain = (port: number) => ports.includes(port) || side.includes(port);
  const published = publishedPorts(service);
  const image = imageOf(service, input);
  const asked = healthPorts(service, image);
  const exposed = image?.exposed ?? [];
  const others = new Set([...published, ...exposed.map(({ port }) => port)]);
  const claim = (at: string, what: string, found: readonly number[]): ServiceClaim => ({
    at,
    problem: `${what} ${found.join(', ')}, but ${says} ${ports.join(', ')}`,
    fix: adviceFor(main, service),
    // an EXPOSE and a health check need not speak of the port that is for others
    ...(isLikely || !(isHeard || service.port !== undefined) ? { severity: 'warning' as const } : {}),
  });
  const claims: ServiceClaim[] = [];
  if (service.port !== undefined && !isMain(service.port))
    claims.push(claim('port', saidPort(service, input), [service.port]));
  // an image from elsewhere may answer for its health on a port of its own, and says so nowhere
  const mayServeBoth = !isHeard && (service.image?.kind !== 'build' || published.length > 1);
  const unproven = { severity: 'note', fix: 'nothing, if it serves on both' } as const;
  if (published.length > 0 && !published.some(isMain))
    claims.push({
      ...claim(publishedAt(service), 'publishes container port', published),
      ...(main.isOfImage && isForeign(service, input) && isTold(service, published, input) ? unproven : {}),
      ...(mayServeBoth && service.port === undefined ? unproven : {}),
    });
  // a second port, for health alone, is right where the service has it
  const second = published.some(isMain) && asked.some((port) => others.has(port));
  if (asked.length > 0 && !asked.some(isMain) && !second)
    claims.push({
      ...claim('healthCheck', 'the health check asks port', asked),
      ...(mayServeBoth ? unproven : {}),
      ...(image?.healthCheck && !service.healthCheck ? lineOf(image, image.healthCheck.line) : {}),
    });
  const [first] = exposed;
  if (image && first && !exposed.some(({ port }) => isMain(port)))
    claims.push({
      ...claim(
        'image',
        'the Dockerfile EXPOSEs',
        exposed.map(({ port }) => port),
      ),
      severity: 'warning',
      ...lineOf(image, first.line),
    });
  return claims;
}

/** What nobody says plainly is not advised. */
function adviceFor({ ports, isHeard, isLikely }: MainPort, { port }: CheckedService): string {
  return (isHeard && !isLikely) || port !== undefined
    ? `make it ${ports.join(' or ')}`
    : 'make them the port that the code listens on';
}

function publishedAt({ published }: CheckedService): string {
  const port = published.find(({ protocol }) => protocol === undefined);
  return `published[${port?.host ?? port?.container}]`;
}
