import type { CheckedService } from '../../model/checked-system.js';
import { imageOf } from '../image.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';

/** Docker's own images, by a name without a slash: none of them has a health check. */
const OFFICIAL = /^(docker\.io\/)?(library\/)?[\w.-]+(:[\w.-]+)?(@\S+)?$/;

/** What a service waits for can come to be. */
export const waitsCanEnd: Rule = {
  id: 'waits-can-end',
  severity: 'error',
  group: 'wiring',
  claim:
    'A service waits for the health of those alone that have a health check, and for the end of those that end.',
  why: 'Compose refuses to start it, or waits forever.',
  wrong: {
    language: 'yaml',
    text: 'cache: {image: redis}\napi:\n  depends_on: {cache: {condition: service_healthy}}',
  },
  right: {
    language: 'yaml',
    text: 'cache:\n  image: redis\n  healthcheck: {test: [CMD, redis-cli, ping]}\napi:\n  depends_on: {cache: {condition: service_healthy}}',
  },
  check: eachService(({ conditions = {} }, input, { services }) =>
    Object.entries(conditions).flatMap(([name, condition]): ServiceClaim[] => {
      const awaited = services.find((service) => service.name === name);
      if (!awaited) return [];
      const at = `dependsOn[${name}]`;
      if (
        condition === 'service_completed_successfully' &&
        /^(always|unless-stopped|any)$/.test(awaited.restart ?? '')
      )
        return [
          {
            at,
            problem: `waits for the end of ${name}, which is always started again`,
            fix: "say `restart: 'no'` there",
          },
        ];
      return condition === 'service_healthy' ? withoutCheck(at, awaited, input) : [];
    }),
  ),
};

function withoutCheck(at: string, awaited: CheckedService, input: CheckInput): ServiceClaim[] {
  const { name, healthCheck, image } = awaited;
  const fix = `give ${name} a health check, or wait for it to be started`;
  if (healthCheck?.test[0] === 'NONE')
    return [{ at, problem: `waits for the health of ${name}, whose health check is taken away`, fix }];
  const built = imageOf(awaited, input);
  if (healthCheck || built?.healthCheck) return [];
  const base = !built && image?.kind === 'external' ? image.reference : built?.base;
  if (image === undefined || (image.kind === 'build' && !built)) return [];
  return base === undefined || OFFICIAL.test(base)
    ? [{ at, problem: `waits for the health of ${name}, which has no health check`, fix }]
    : [
        {
          at,
          severity: 'note',
          problem: `waits for the health of ${name}: whether ${base} has a health check is not known`,
          fix: 'nothing, if it has one',
          cause: name,
        },
      ];
}
