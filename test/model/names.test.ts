import { describe, expect, it } from 'vitest';
import { preparationFile, stateFile, statePath, systemFile, systemName } from '../../lib/model/deployment.js';
import {
  buildArguments,
  buildLog,
  contextsOf,
  type ImageSpec,
  isPullable,
  ofSystem,
} from '../../lib/model/image.js';
import { labelNames, serviceLabels, systemLabels } from '../../lib/model/labels.js';
import { isMode, MODES } from '../../lib/model/mode.js';
import { browserUrl, containerPort, hostPort, internalUrl } from '../../lib/model/port.js';
import { UserError } from '../../lib/model/user-error.js';
import { CONVENTIONS, named } from '../conventions.js';
import { built } from '../spec.js';

describe('names that others lean on', () => {
  it('are those of the two modes, in words and in names', () => {
    expect(MODES).toEqual(['dev', 'prod']);
    expect(['dev', 'prod', 'clean', '', undefined].map(isMode)).toEqual([true, true, false, false, false]);
    expect(MODES.map((mode) => systemName({ ...named('acme'), mode }))).toEqual(['acme-dev', 'acme-clean']);
  });

  it('are the labels of all that is made', () => {
    expect(systemLabels(named('acme'), 'dev')).toEqual({
      'io.opsconductor.mode': 'dev',
      'io.opsconductor.system': 'acme',
    });
    expect(serviceLabels(named('acme'), 'prod', 'api')).toEqual({
      'io.opsconductor.mode': 'prod',
      'io.opsconductor.service': 'api',
      'io.opsconductor.system': 'acme',
    });
    expect(labelNames(CONVENTIONS).spec).toBe('io.opsconductor.spec');
  });

  it('are files of a deploy, which a second system of the same directory has of its own', () => {
    const files = [systemFile, preparationFile, stateFile, statePath];
    const of = (name: string) => files.map((file) => file({ ...named(name), mode: 'prod' }));
    expect(of('opsconductor')).toEqual([
      '.opsconductor/system.prod.json',
      '.opsconductor/preparation.prod',
      'terraform.prod.tfstate',
      '../../../terraform.prod.tfstate',
    ]);
    expect(of('second')).toEqual([
      '.opsconductor/system.second.prod.json',
      '.opsconductor/preparation.second.prod',
      'terraform.second.prod.tfstate',
      '../../../terraform.second.prod.tfstate',
    ]);
  });

  it('are where a build leaves its log and its contexts', () => {
    expect(buildLog(CONVENTIONS, built('api'))).toBe('.opsconductor/build.api.dev.log');
    expect(contextsOf(built('api'))).toBe('.opsconductor/contexts/api');
  });

  it('are addresses of services', () => {
    expect(internalUrl('redis', 'redis', containerPort(6379))).toBe('redis://redis:6379');
    expect(browserUrl({ variable: 'OPSCONDUCTOR_HOST', fallback: 'localhost' }, hostPort(8002))).toEqual([
      'http://',
      { variable: 'OPSCONDUCTOR_HOST', fallback: 'localhost' },
      ':8002',
    ]);
  });
});

it('a build is told all of its image', () => {
  const image = built('api');
  const whole = {
    ...image,
    target: 'dev',
    source: { ...image.source, args: { A: '1', B: 'x y' } },
  };
  expect(buildArguments(whole, { l: 'v' }, '/context', true)).toEqual([
    ...[
      'build',
      '--no-cache',
      '--force-rm',
      '--tag',
      'localhost/acme/api:dev-0',
      '--file',
      '/context/Dockerfile',
    ],
    ...['--target', 'dev', '--build-arg', 'A=1', '--build-arg', 'B=x y', '--label', 'l=v', '/context'],
  ]);
  expect(buildArguments(image, {}, '/context')).toEqual([
    ...[
      'build',
      '--force-rm',
      '--tag',
      'localhost/acme/api:dev-0',
      '--file',
      '/context/Dockerfile',
      '/context',
    ],
  ]);
  expect(ofSystem(image, 'second').repository).toBe('localhost/second/api');
});

it('an image is pulled where a registry may have it', () => {
  const image = (reference: string, pull?: 'never'): ImageSpec => ({
    kind: 'external',
    upstream: 'redis:7',
    reference,
    ...(pull ? { pull } : {}),
  });
  expect(isPullable(image('redis:7'))).toBe(true);
  expect(isPullable(image('mirror/localhost/redis:7'))).toBe(true);
  expect(isPullable(image('localhost/redis:7'))).toBe(false);
  expect(isPullable(image('redis:7', 'never'))).toBe(false);
  expect(isPullable(built('api'))).toBe(false);
});

it('a mistake of a user is an error of its own', () => {
  expect(new UserError('no', 'fix it').name).toBe('UserError');
});
