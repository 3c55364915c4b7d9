import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { isName } from '../../lib/construct/define-system.js';
import type { ServiceTemplate } from '../../lib/construct/service-template.js';
import type { PublishedPort } from '../../lib/model/port.js';
import { freePorts } from '../../lib/scaffold/free-ports.js';
import { newService } from '../../lib/scaffold/new-service.js';
import { plainTemplate } from '../../lib/scaffold/plain-template.js';
import { TerraformSystem } from '../../lib/terraform/stack.js';
import { harvest, plant, type Tree } from '../disk/tree.js';
import { serviceSpec } from '../spec.js';
import { exampleApp } from '../system.js';

const { dev, prod, stacks } = exampleApp();

const MAIN = `import { Stack } from 'twomode';

class Services extends Stack {
  constructor(scope, context) {
    super(scope, context);
    new Hello(this, 'hello', { mode });
  }
}
`;

const template: ServiceTemplate = {
  ...plainTemplate,
  insertions: ({ name }) => [{ file: 'README.md', after: /^\| .* \|$/m, text: `| ${name} |` }],
};

/** What is written for a service in a directory of these files, whose source root is `src`. */
function write(name: string, tree: Tree = {}, of: ServiceTemplate = template) {
  const directory = plant({ 'main.ts': MAIN, 'README.md': '| hello |\n\nEnd.\n', ...tree });
  const before = harvest(directory);
  const made = () => newService(name, { directory, sourceRoot: 'src', systems: [dev, prod], template: of });
  return { made, directory, before };
}

/** The one line that refuses a name, where nothing was written for it. */
function refusal(...of: Parameters<typeof write>): string {
  const { made, directory, before } = write(...of);
  let line = '';
  try {
    made();
  } catch (error) {
    const { message, fix } = error as { message: string; fix?: string };
    line = `${message}. ${fix}`;
  }
  expect(harvest(directory)).toEqual(before);
  expect(line).not.toContain('\n');
  return line;
}

describe('a new service', () => {
  it('has a construct, a directory, its statement and its line in a document, by one name', () => {
    const { created, changed, byHand, className } = write('billing-service').made();
    expect([...created.keys()]).toEqual([
      'constructs/billing-service.ts',
      'src/billing-service/Dockerfile',
      'src/billing-service/main.py',
    ]);
    expect(created.get('constructs/billing-service.ts')).toContain(
      `export class ${className}<M extends Mode>`,
    );
    expect(changed.get('main.ts')).toBe(
      MAIN.replace(
        /(?<=twomode';\n)/,
        `import { BillingService } from './constructs/billing-service.js';\n`,
      ).replace(/(?<=Hello\(.*\n)/, `    new BillingService(this, 'billing-service', { mode });\n`),
    );
    expect(changed.get('README.md')).toBe('| hello |\n| billing-service |\n\nEnd.\n');
    expect(byHand).toEqual([]);
  });

  it('listens where its construct says, after all ports in use', () => {
    const { created, port } = write('billing').made();
    expect(port).toEqual({ container: 3007, host: 8006 });
    expect(created.get('constructs/billing.ts')).toContain('{ container: 3007, host: 8006 }');
    expect(created.get('src/billing/main.py')).toContain('("", 3007)');
  });

  it('says what to add by hand where a document has no such place', () => {
    const { changed, byHand } = write('billing', { 'README.md': 'Nothing.\n' }).made();
    expect(changed.has('README.md')).toBe(false);
    expect(byHand).toMatchObject([{ file: 'README.md', text: '| billing |' }]);
  });

  it.each([
    ['Billing', /^"Billing" cannot be a service's name\. use lower-case letters/],
    ['2-billing', /cannot be a service's name/],
    ['../billing', /cannot be a service's name/],
    [`b${'illing'.repeat(9)}`, /is too long for a container's name\. leave out \d+ letters$/],
    ['asset-service', /^a service asset-service already exists/],
    ['network', /every stack uses itself\. use network-service$/],
    ['error', /^Error means something else .* choose another name: error-service$/],
    ['docker-service', /^DockerService means something else .* choose another name$/],
    ['services', /^main\.ts has a Services already/],
  ])('is refused in one line as %s', (name, line) => {
    expect(refusal(name)).toMatch(line);
  });

  it.each(['constructs/billing.ts', 'src/billing/main.py'])('is refused where there is a %s', (path) => {
    expect(refusal('billing', { [path]: 'mine' })).toMatch(
      / exists, so nothing was written\. choose another name/,
    );
  });

  it.each([
    [
      'that makes none yet',
      'await run();\n',
      /^main\.ts creates no service .* new Billing\(this, 'billing', \{ mode \}\);$/,
    ],
    ['that is not there', { link: 'nowhere' }, /^main\.ts does not exist/],
  ])('is refused beside a stack %s', (_, main, line) => {
    expect(refusal('billing', { 'main.ts': main })).toMatch(line);
  });

  it('cannot have the name of anything that Terraform’s stack has beside its services', () => {
    const stack = new TerraformSystem(new App({ outdir: plant() }), stacks.dev, '../../../src');
    const ids = stack.node.children.map(({ node }) => node.id);
    const own = ids.filter((id) => !dev.services.some(({ name }) => name === id));
    expect(own.length).toBeGreaterThan(3);
    // one that no service could have anyway is in no need of it
    for (const id of own.filter(isName)) expect(refusal(id), id).toMatch(/every stack uses itself/);
  });
});

describe('free ports', () => {
  const on = (container: number, host: number) => {
    const published = { container, host, address: '127.0.0.1' } as unknown as PublishedPort;
    return serviceSpec('dev', { port: published.container, published: [published] });
  };

  it('begin anywhere in a system that has none, and do not end at the last port', () => {
    expect(freePorts([])).toEqual({ container: 8000, host: 8100 });
    expect(freePorts([on(65535, 65535), on(8000, 8100)])).toEqual({ container: 8001, host: 8101 });
  });
});

it('a service of no template of its own is written from the one that a new project begins with', () => {
  const { directory, made } = write('billing', {}, plainTemplate);
  for (const [path, text] of made().created) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  expect(readFileSync(join(directory, 'src/billing/main.py'), 'utf8')).toContain('from billing');
});
