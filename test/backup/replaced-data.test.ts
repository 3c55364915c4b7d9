import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { replacedData } from '../../lib/backup/replaced-data.js';
import { imageName } from '../../lib/model/image.js';
import type { SystemSpec } from '../../lib/model/service-spec.js';
import { nodesImage } from '../../lib/model/swarm.js';
import { plant } from '../disk/tree.js';
import { exampleApp } from '../system.js';

afterEach(() => vi.unstubAllEnvs());

const prod: SystemSpec = exampleApp().prod;
const postgres = prod.services.find(({ name }) => name === 'postgres') ?? expect.fail('no postgres');

/** What a start replaces where Swarm runs the database by this image. */
function replaced(image: string): Promise<string[]> {
  const stack = 'opsconductor-clean';
  const labels = ['prod', 'postgres', 'opsconductor', '', '', '', stack];
  const listed = ['id', `${stack}_postgres.1.k2`, ...labels, 'running', 'Up'].join('\t');
  const inspected = JSON.stringify([{ Id: 'id', Config: { Image: image } }]);
  const script = `#!/bin/sh\ncase $1 in ps) cat <<'E'\n${listed}\nE\n;; *) cat <<'E'\n${inspected}\nE\n;; esac\n`;
  const bin = plant({ docker: script });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  return replacedData(prod);
}

it('a start replaces data services whose image is another one', async () => {
  expect(await replaced('localhost/acme/postgres:14')).toEqual(['postgres']);
  expect(await replaced(imageName(postgres.image))).toEqual([]);
});

it('not those whose image has come by way of the swarm’s registry', async () => {
  const image = nodesImage(imageName(postgres.image), 'registry.example.com:5000');
  expect(image).toMatch(/^registry/);
  expect(await replaced(image)).toEqual([]);
});
