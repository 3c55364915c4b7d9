import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { unwantedImages } from '../../lib/engine/prune.js';
import { named } from '../conventions.js';
import { plant } from '../disk/tree.js';

afterEach(() => vi.unstubAllEnvs());

/** An image of an engine. @param own whether it has the system's label, which is handed on to what is built on it */
const image = (Id: string, names: readonly string[], layers: readonly string[], own = true) => ({
  ...{ Id, Size: 10 * layers.length, RepoTags: names, RootFS: { Layers: layers } },
  Config: { Labels: own ? { 'io.opsconductor.system': 'acme' } : null },
});

it('what somebody builds on an image of the system is not removed with what the system no longer needs', async () => {
  const images = [
    image('base', ['localhost/twomode-base/python:3.13'], ['a'], false),
    image('now', ['localhost/acme/api:prod-0123456789ab'], ['a', 'b']),
    image('replaced', [], ['a', 'c']),
    image('theirs', [], ['a', 'b', 'd']),
    image('named', ['tools:1'], ['a', 'b', 'e']),
    image('others', ['localhost/acme/tools:prod-0123456789ab'], ['a', 'f'], false),
    // what went to a swarm's registry: one that is wanted, one that is not, and somebody else's
    image('pushed', ['registry:5000/acme/api:prod-0123456789ab'], ['a', 'b', 'h']),
    image('earlier', ['registry:5000/acme/api:prod-aaaaaaaaaaaa'], ['a', 'i']),
    image('elsewhere', ['registry:5000/acme/api:prod-bbbbbbbbbbbb'], ['a', 'j'], false),
    image('sha256:aaaabbbbcccc0', ['localhost/acme/cache:prod-aaaabbbbcccc'], ['g'], false),
  ];
  const bin = plant({
    docker: '#!/bin/sh\ncase "$*" in *ls*--quiet*) echo x ;; *) cat "$(dirname "$0")/$1" ;; esac\n',
    ...{ image: JSON.stringify(images), container: '[]' },
  });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  const unwanted = await unwantedImages(named('acme'), new Set(['localhost/acme/api:prod-0123456789ab']));
  // an export that was killed leaves a name of its own on an image that is not built here
  expect(unwanted).toEqual([
    { name: 'localhost/acme/cache:prod-aaaabbbbcccc', size: 10 },
    { name: 'registry:5000/acme/api:prod-aaaaaaaaaaaa', size: 10 },
    { name: 'replaced', size: 10 },
  ]);
});

it('an image that another copy has built loses only the name that the system gave it, also while that one runs', async () => {
  const tag = 'api:prod-0123456789ab';
  const shared = {
    ...image('shared', [`localhost/acme/${tag}`, `localhost/acme-feature/${tag}`], ['a', 'b']),
    Config: { Labels: { 'io.opsconductor.system': 'acme' } },
  };
  const running = (system: string) =>
    JSON.stringify([{ Image: 'shared', Config: { Labels: { 'io.opsconductor.system': system } } }]);
  const unwantedWhere = async (container: string) => {
    const bin = plant({
      docker: '#!/bin/sh\ncase "$*" in *ls*--quiet*) echo x ;; *) cat "$(dirname "$0")/$1" ;; esac\n',
      ...{ image: JSON.stringify([shared]), container },
    });
    chmodSync(join(bin, 'docker'), 0o755);
    vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
    return unwantedImages(named('acme-feature'), new Set());
  };
  const own = [{ name: `localhost/acme-feature/${tag}`, size: 0 }];
  expect(await unwantedWhere(running('acme'))).toEqual(own);
  expect(await unwantedWhere('[]')).toEqual(own);
  expect(await unwantedWhere(running('acme-feature'))).toEqual([]);
});

it('what builds have left that came to no end is removed, and nothing that was not noted', async () => {
  const step = (id: string, names: readonly string[] = []) => ({
    ...image(`sha256:${id}${'0'.repeat(52)}`, names, ['a', id], false),
  });
  const images = [
    step('0123456789ab'),
    step('aaaaaaaaaaaa'),
    step('bbbbbbbbbbbb'),
    { ...step('dddddddddddd'), Parent: `sha256:cccccccccccc${'0'.repeat(52)}` },
    image('base', ['localhost/twomode-base/python:3.13'], ['a'], false),
  ];
  const bin = plant({
    docker: '#!/bin/sh\ncase "$*" in *ls*--quiet*) echo x ;; *) cat "$(dirname "$0")/$1" ;; esac\n',
    ...{ image: JSON.stringify(images), container: '[]' },
  });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  const isNoted = ({ Id, Parent = '' }: { readonly Id: string; readonly Parent?: string }) =>
    /:(0123456789ab|cccccccccccc)/.test(`${Id} ${Parent}`);
  expect(await unwantedImages(named('acme'), new Set(), new Set(), isNoted)).toEqual([
    { name: images[0]?.Id, size: 10 },
    { name: images[3]?.Id, size: 10 },
  ]);
});
