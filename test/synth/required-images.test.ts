import { expect, it } from 'vitest';
import { requiredImages } from '../../lib/synth/required-images.js';
import { plant } from '../disk/tree.js';
import { built, serviceSpec, systemSpec } from '../spec.js';

it('the images that a system needs are those it runs and those its Dockerfiles begin with, by upstream name', () => {
  const root = plant({ 'api/Dockerfile': 'FROM python:3.12 AS a\nFROM a\nCOPY --from=nginx:1 / /\n' });
  const redis = { kind: 'external', upstream: 'redis:7', reference: 'mirror.example/redis:7' } as const;
  const services = [
    serviceSpec('dev', { name: 'api', image: built('api') }),
    serviceSpec('dev', { name: 'second', image: built('api') }),
    serviceSpec('dev', { name: 'redis', image: redis }),
  ];
  const systems = [systemSpec('dev', services), systemSpec('dev', services)];
  expect([...requiredImages(root, systems)]).toEqual([
    ['python:3.12', ['api', 'second']],
    ['nginx:1', ['api', 'second']],
    ['redis:7', ['redis']],
  ]);
});

it('a Dockerfile that is missing is named', () => {
  const system = systemSpec('dev', [serviceSpec('dev', { image: built('api') })]);
  expect(() => requiredImages(plant({ 'api/main.py': '' }), [system])).toThrow(
    /^api\/Dockerfile does not exist/,
  );
});
