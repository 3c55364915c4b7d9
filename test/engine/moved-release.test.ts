import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderRelease } from '../../lib/compose/write/release.js';
import { withCurrentVolumes } from '../../lib/engine/moved-release.js';
import { asBuilt } from '../../lib/model/release.js';
import { volumesOf } from '../../lib/model/service-spec.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';
import { exampleApp } from '../system.js';

it('a release that is started again uses the data where it is since a restore', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'opsconductor-test-')), 'docker-compose.yml');
  const system = asBuilt(exampleApp().prod);
  writeFileSync(file, renderRelease(system));
  const release = { file, system };
  expect(withCurrentVolumes(release, { 'opsconductor-data-clean': 'x' })).toBe(release);
  const [from, to] = ['opsconductor-postgres_data-clean', 'opsconductor-postgres_data.20300131-080910-clean'];
  const moved = withCurrentVolumes(release, { [from]: to });
  expect(volumesOf(moved.system)).toEqual(volumesOf(system).map((name) => (name === from ? to : name)));
  expect(readFileSync(moved.file, 'utf8')).toBe(renderRelease(moved.system));
  expect(readFileSync(file, 'utf8')).toBe(renderRelease(system));
});

it('its containers keep their names, where a service is called what its data is', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'opsconductor-test-')), 'docker-compose.yml');
  const mounts = [volume('acme-database-prod')];
  const system = systemSpec('prod', [serviceSpec('prod', { name: 'database', mounts })]);
  const text = (data: string) =>
    `services: {database: {container_name: acme-database-prod}}\nvolumes: {data: {name: ${data}, external: true}}\n`;
  writeFileSync(file, text('acme-database-prod'));
  const moved = withCurrentVolumes({ file, system }, { 'acme-database-prod': 'acme-database.2-prod' });
  expect(readFileSync(moved.file, 'utf8')).toBe(text('acme-database.2-prod'));
});
