import type { CheckedService } from '../../model/checked-system.js';
import { type Image, imageOf } from '../image.js';
import type { CheckInput } from '../rule.js';
import { listening } from './listening.js';

/** The container's TCP ports that a service publishes. */
export function publishedPorts({ published }: CheckedService): number[] {
  return published.filter(({ protocol }) => protocol === undefined).map(({ container }) => container);
}

/** This machine, as a health check in the container names it, and the port after it. */
const LOCAL = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])["']?(?:\s{0,9}[:,]\s{0,9}|\s{1,9})(\d{2,5})\b/g;
const LOCAL_URL = /\b(https?):\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[/?#\s"']|$)/g;
const CLIENT = /\b(?:pg_isready|psql|redis-cli|mysqladmin)\b.{0,200}?\s-[pP]\s*(\d{2,5})\b/g;

/** The ports that a service's health check asks; it is its image's where the service says none. */
export function healthPorts({ healthCheck }: CheckedService, image: Image | undefined): number[] {
  const text = (healthCheck ?? image?.healthCheck)?.test.join(' ') ?? '';
  const named = [LOCAL, CLIENT].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, port]) => Number(port)),
  );
  const unnamed = [...text.matchAll(LOCAL_URL)].map(([, scheme]) => (scheme === 'https' ? 443 : 80));
  return [...new Set([...named, ...unnamed])];
}

/** All ports that a service is known to serve on. */
export function knownPorts(service: CheckedService, input: CheckInput): Set<number> {
  const image = imageOf(service, input);
  return new Set([
    ...(service.port === undefined ? [] : [service.port]),
    ...(service.otherPorts ?? []),
    ...publishedPorts(service),
    ...(image?.exposed ?? []).map(({ port }) => port),
    ...listening(service, input).map(({ port }) => port),
    ...healthPorts(service, image),
  ]);
}
