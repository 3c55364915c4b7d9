import { describe, expect, it } from 'vitest';
import { neededBy, volumesOfJob } from '../../lib/model/job.js';
import { jobsOf, keepsData, leftOutLines, startedOf } from '../../lib/model/service-spec.js';
import {
  dataNodeLabel,
  isNodesImage,
  nodesImage,
  registryVariable,
  stackName,
  swarmService,
} from '../../lib/model/swarm.js';
import { isOn, requireSwitches } from '../../lib/model/switch.js';
import { sentenceOf, UserError } from '../../lib/model/user-error.js';
import { CONVENTIONS, named } from '../conventions.js';
import { bind, serviceSpec, systemSpec, volume } from '../spec.js';

describe('of Swarm', () => {
  const prod = { ...named('acme'), mode: 'prod' } as const;

  it('the names are those of the system', () => {
    expect(registryVariable(prod)).toBe('OPSCONDUCTOR_REGISTRY');
    expect(dataNodeLabel(prod)).toEqual({ label: 'io.opsconductor.data.acme', value: 'here' });
    expect(stackName(prod)).toBe('acme-clean');
    expect(swarmService(prod, { name: 'api' })).toBe('acme-clean_api');
  });

  it('a node has an image of here by way of a registry', () => {
    expect(nodesImage('localhost/acme/api:1', 'registry:5000')).toBe('registry:5000/acme/api:1');
    expect(nodesImage('localhost/acme/api:1', '')).toBe('localhost/acme/api:1');
    expect(nodesImage('redis:7', 'registry:5000')).toBe('redis:7');
    expect(isNodesImage('registry:5000/acme/api:1', 'localhost/acme/api:1')).toBe(true);
    expect(isNodesImage('localhost/acme/api:1', 'localhost/acme/api:1')).toBe(true);
    expect(isNodesImage('registry:5000/other/api:1', 'localhost/acme/api:1')).toBe(false);
    expect(isNodesImage('redis:7', 'redis:7')).toBe(true);
    expect(isNodesImage('registry:5000/redis:7', 'redis:7')).toBe(false);
  });
});

describe('a job', () => {
  const named = (name: string, rest: object = {}) =>
    serviceSpec('dev', { name, mounts: [bind('a', '/a')], ...rest });
  const system = systemSpec('dev', [
    named('db', { mounts: [volume('data'), volume('a-data')] }),
    named('cache', { mounts: [volume('cache')] }),
    named('queue', { dependsOn: ['db'] }),
    named('migrate', { dependsOn: ['queue', 'gone'], mounts: [volume('own'), volume('data')], job: true }),
    named('tools', { compose: { profiles: ['tools'] } }),
    named('everywhere', { compose: { profiles: [] } }),
    named('theirs', { compose: { provider: {} } }),
  ]);
  const names = (services: readonly { readonly name: string }[]) => services.map(({ name }) => name);

  it('needs what it waits for, through others too', () => {
    expect(names(neededBy(system, 'migrate'))).toEqual(['db', 'queue']);
    expect(names(neededBy(system, 'db'))).toEqual([]);
    expect(names(neededBy(system, 'gone'))).toEqual([]);
  });

  it('may change its own data and that of what it needs', () => {
    expect(volumesOfJob(system, 'migrate')).toEqual(['a-data', 'data', 'own']);
    expect(volumesOfJob(system, 'cache')).toEqual(['cache']);
  });

  it('is none of what is started, nor is what another one or a profile starts', () => {
    expect(names(startedOf(system))).toEqual(['db', 'cache', 'queue', 'everywhere']);
    expect(names(jobsOf(system))).toEqual(['migrate']);
    expect(system.services.map(keepsData)).toEqual([true, true, false, true, false, false, false]);
  });
});

it('what is left out is said in a line, and nothing where all is there', () => {
  expect(leftOutLines({})).toEqual([]);
  expect(leftOutLines({ leftOut: [] })).toEqual([]);
  const leftOut = [
    { service: 'a', because: 'asked for' },
    { service: 'b', because: 'needs a' },
  ];
  expect(leftOutLines({ leftOut })).toEqual(['Left out: a (asked for), b (needs a).']);
});

describe('a switch', () => {
  const heal = (OPSCONDUCTOR_HEAL?: string) => isOn(CONVENTIONS, 'HEAL', { OPSCONDUCTOR_HEAL });
  const adopt = (OPSCONDUCTOR_ADOPT?: string) => isOn(CONVENTIONS, 'ADOPT', { OPSCONDUCTOR_ADOPT });

  it('is on or off, and as it usually is where nothing is said', () => {
    expect([heal(), heal(''), heal('0'), heal('1')]).toEqual([true, true, false, true]);
    expect([adopt(), adopt(''), adopt('0'), adopt('1')]).toEqual([false, false, false, true]);
  });

  it('is nothing else, and what it may be is said', () => {
    const said = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return sentenceOf(error as Error);
      }
    };
    expect(said(() => heal('yes'))).toBe(
      'error: OPSCONDUCTOR_HEAL "yes" is neither 1 nor 0. Fix: use 1 to turn it on, 0 to turn it off; 1 is what it is without it.',
    );
    expect(said(() => requireSwitches(CONVENTIONS, { OPSCONDUCTOR_ADOPT: 'on' }))).toBe(
      'error: OPSCONDUCTOR_ADOPT "on" is neither 1 nor 0. Fix: use 1 to turn it on, 0 to turn it off; 0 is what it is without it.',
    );
    for (const word of [
      'WITH_DEPENDENTS',
      'ADOPT',
      'REPLACE',
      'GATEWAY',
      'OPEN_PORTS',
      'KEEP_FAILED',
      'HEAL',
    ])
      expect(() => requireSwitches(CONVENTIONS, { [`OPSCONDUCTOR_${word}`]: '2' }), word).toThrow(word);
    expect(requireSwitches(CONVENTIONS, {})).toBeUndefined();
  });
});

describe('an error is said in a sentence', () => {
  it.each([
    [new Error('it is bad'), 'error: it is bad'],
    [new UserError('it is bad'), 'error: it is bad'],
    [new UserError('it is bad', 'mend it'), 'error: it is bad. Fix: mend it.'],
    [new UserError('is it bad?', 'mend it'), 'error: is it bad? Fix: mend it.'],
    [new UserError('bad!', 'mend it'), 'error: bad! Fix: mend it.'],
    [new UserError('bad.', 'mend it'), 'error: bad. Fix: mend it.'],
    [new UserError('a.b is bad', 'mend it'), 'error: a.b is bad. Fix: mend it.'],
    [new UserError('bad\nlog', 'mend it'), 'error: bad\nlog\nFix: mend it.'],
  ])('%s: %s', (error, sentence) => {
    expect(sentenceOf(error)).toBe(sentence);
  });
});
