import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shop } from '../../examples/shop/constructs/shop.js';
import { MODES } from '../../lib/model/mode.js';
import { describe as describeSystem } from '../../lib/synth/description.js';
import { readSettings } from '../../lib/synth/settings.js';
import { plan } from '../../lib/synth/synthesis.js';
import { addresses } from '../../lib/terraform/addresses.js';

const SHOP = resolve(import.meta.dirname, '../../examples/shop');

/** On a machine that lacks nothing. */
const described = describeSystem(readSettings({ directory: SHOP, system: shop }, { XDG_CONFIG_HOME: SHOP }));

const serviceOf = (mode: 'dev' | 'prod', name: string) =>
  described.systems[mode].services.find((service) => service.name === name) ?? expect.fail(`no ${name}`);

describe('the shop, a second system', () => {
  it('is described in no more than 120 lines', () => {
    const files = readdirSync(SHOP, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && statSync(join(SHOP, path)).isFile(),
    );
    const lines = files.flatMap((path) => readFileSync(join(SHOP, path), 'utf8').trimEnd().split('\n'));
    expect(files).toContain('main.ts');
    expect(lines.length).toBeLessThanOrEqual(120);
  });

  it('passes every check, and its committed Compose and stack files are what it is today', () => {
    const { composeFiles, stack } = plan(described, false);
    expect([...composeFiles.keys()].sort()).toEqual([
      join(SHOP, 'docker-compose.dev.yml'),
      join(SHOP, 'docker-compose.prod.yml'),
    ]);
    expect(stack?.path).toBe(join(SHOP, 'docker-stack.prod.yml'));
    expect(stack?.text).toBe(readFileSync(join(SHOP, 'docker-stack.prod.yml'), 'utf8'));
    for (const [path, text] of composeFiles) expect(text, path).toBe(readFileSync(path, 'utf8'));
  });

  it('has its code where it says, the shared directory among it', () => {
    expect(serviceOf('dev', 'api').mounts.map(({ target }) => target)).toEqual([
      '/srv/app/server.js',
      '/srv/app/src',
      '/srv/app/packages/common',
    ]);
    expect(serviceOf('prod', 'api').mounts).toEqual([]);
    expect(serviceOf('prod', 'api').container).toBe('shop-api-prod');
  });

  it.each(MODES)('has a worker without a port in %s, and a service with two', (mode) => {
    expect(serviceOf(mode, 'worker')).not.toHaveProperty('port');
    expect(serviceOf(mode, 'worker').published).toEqual([]);
    expect(serviceOf(mode, 'api')).toMatchObject({ port: 3000, otherPorts: [9100] });
    expect(serviceOf(mode, 'api').published.map(({ host }) => host)).toEqual([8301, 8302]);
    expect(serviceOf(mode, 'web').environment.METRICS_URL).toEqual(['http://api:9100']);
    expect(addresses(described.systems[mode], 'localhost')).toEqual({
      api: 'http://localhost:8301',
      web: 'http://localhost:8300',
    });
  });
});
