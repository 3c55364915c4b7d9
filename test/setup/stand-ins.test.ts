import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isOfVersion, otherVersion } from '../../lib/setup/catalog.js';
import { standInWarnings } from '../../lib/setup/stand-ins.js';
import { plant } from '../disk/tree.js';
import { built, serviceSpec, systemSpec } from '../spec.js';

describe('a base is of the version that is asked for', () => {
  it.each([
    ['python:3.13-slim', '3.13'],
    ['python:3', '3.13'],
    ['python:3.13.2-slim', '3.13'],
    ['python', '3.13'],
    ['node:lts-alpine', '24.21'],
    ['node:24-alpine@sha256:12', '24.21'],
    ['prefecthq/prefect:3-latest', '3.7.2'],
    ['debian:bookworm-20261101', 'bookworm'],
    ['debian:12', 'bookworm'],
  ])('%s by %s', (reference, tag) => expect(isOfVersion(reference, tag)).toBe(true));

  it.each([
    ['python:3.12-slim', '3.13'],
    ['python:3.12', '3.13'],
    ['python:2', '3.13'],
    ['node:20-alpine', '24.21'],
    ['redis:7-alpine', '8.0'],
  ])('or is not: %s by %s', (reference, tag) => expect(isOfVersion(reference, tag)).toBe(false));
});

it('an image of one’s own, whatever its version, is as it was chosen', () =>
  expect(otherVersion('python:3.12-slim', 'mirror.example/python:3.9')).toBeUndefined());

describe('before a build on another version', () => {
  const services = ['api', 'web'].map((name) => serviceSpec('dev', { name, image: built(name) }));
  const dockerfiles = {
    'api/Dockerfile': 'FROM python:3.12-slim\n',
    'web/Dockerfile': 'FROM node:24-alpine\n',
  };
  const images = {
    'python:3.12-slim': 'localhost/twomode-base/python:3.13',
    'node:24-alpine': 'localhost/twomode-base/node:24.21',
  };
  beforeEach(() => vi.stubEnv('XDG_CONFIG_HOME', plant({ 'twomode/images.json': JSON.stringify(images) })));
  const warnings = (...names: string[]) =>
    standInWarnings(plant(dockerfiles), images, systemSpec('dev', services), names);

  it('a line names the service, both versions, what comes of it, and the way out', () => {
    expect(warnings('api', 'web')).toEqual([
      expect.stringMatching(
        /^warning: api: built on version 3\.13 in place of python:3\.12-slim, which no registry gave\. .* compiled, .* Fix: load python:3\.12-slim into the engine, and remove its line from \S+images\.json\.$/,
      ),
    ]);
  });

  it('nothing is said of a base that somebody has chosen themselves', () => {
    vi.stubEnv('XDG_CONFIG_HOME', plant());
    expect(warnings('api', 'web')).toEqual([]);
  });

  it('nothing is said of what is not built', () => expect(warnings('web')).toEqual([]));
});
