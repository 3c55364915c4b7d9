import { describe, expectTypeOf, it } from 'vitest';
import type { DeclaredExceptions, ServiceDescription } from '../../lib/construct/description.js';
import { pythonGet, webGet } from '../../lib/construct/health.js';
import { type Secret, text } from '../../lib/model/environment.js';
import type { ExceptableRule, RuleId } from '../../lib/model/rule-id.js';
import type { Exceptions } from '../../lib/model/service-spec.js';

declare const secret: Secret;

describe('exceptions', () => {
  it('are of rules that there are', () => {
    expectTypeOf<keyof DeclaredExceptions>().toEqualTypeOf<ExceptableRule>();
    expectTypeOf<ExceptableRule>().toExtend<RuleId>();
    const right: DeclaredExceptions = { 'not-root': 'why', 'imports-are-live': 'why' };
    // @ts-expect-error: no rule
    const unknown: DeclaredExceptions = { 'not-rot': 'why' };
    // @ts-expect-error: a rule that only reads files that are not ours
    const reading: DeclaredExceptions = { 'compose-is-read': 'why' };
    void [right, unknown, reading];
  });

  it('are not of rules that excuse nobody', () => {
    // @ts-expect-error: a volume of both modes is no one service's
    const shared: DeclaredExceptions = { 'separate-volumes': 'why' };
    // @ts-expect-error: an exception from exceptions
    const unused: DeclaredExceptions = { 'used-exceptions': 'why' };
    void [shared, unused];
  });

  it('have a reason, and are whatever a file says where it is not ours', () => {
    // @ts-expect-error: no reason
    const silent: DeclaredExceptions = { 'not-root': undefined };
    const foreign: Exceptions = { 'not-rot': 'why' };
    void [silent, foreign];
  });
});

describe('plain values', () => {
  it('may be the environment, and so may secrets', () => {
    const environment: ServiceDescription['environment'] = {
      A: 'x',
      PORT: 3000,
      PASSWORD: secret,
      URL: text`redis://:${secret}@redis`,
      LEFT_OUT: undefined,
    };
    // @ts-expect-error: is it 'true', '1' or 'yes' that the program reads?
    const flag: ServiceDescription['environment'] = { DEBUG: true };
    void [environment, flag];
  });

  it('are not given for a path that a server has not', () => {
    // @ts-expect-error: a path begins with a slash
    pythonGet('health');
    // @ts-expect-error: a path begins with a slash
    webGet('health');
  });
});
