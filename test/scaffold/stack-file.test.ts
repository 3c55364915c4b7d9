import { describe, expect, it } from 'vitest';
import { withService } from '../../lib/scaffold/stack-file.js';

const entry = {
  name: 'billing',
  className: 'Billing',
  specifier: '../constructs/billing.js',
  props: 'base',
};

const stack = (statements: string, imports = `import { Asset } from '../constructs/asset.js';`) => `${imports}

class Services extends Stack {
  constructor(scope, context) {
    super(scope, context);
${statements}
  }
}
`;

describe('a new service in the file of the stack', () => {
  it.each([
    ['on one line', `    new Asset(this, 'asset', base);`],
    ['with a name', `    const asset = new Asset(this, 'asset', base);`],
    ['of a type', `    new Asset<Mode>(this, 'asset', base);`],
    [
      'that may be left out',
      `    const asset = this.kept(new Asset(this, 'asset', { mode, optional: true }));`,
    ],
    [
      'on several lines',
      `    new Asset(this, 'asset', {\n      ...base,\n      run: () => {\n        go();\n      },\n    });`,
    ],
    [
      'in brackets of several lines',
      `    const asset = this.kept(\n      new Asset(this, 'asset', base),\n    );`,
    ],
    [
      'with its arguments below each other',
      `    new Asset(\n      this,\n      'asset',\n      { ...base },\n    );`,
    ],
  ])('is made after the last one: %s', (_, statement) => {
    const first = `    const redis = new Redis(this, 'redis', { mode });`;
    expect(withService(stack(`${first}\n${statement}`), entry)).toBe(
      stack(
        `${first}\n${statement}\n    new Billing(this, 'billing', base);`,
        `import { Asset } from '../constructs/asset.js';\nimport { Billing } from '../constructs/billing.js';`,
      ),
    );
  });

  it.each([
    ['first', `import { Cache } from '../constructs/cache.js';`, true],
    ['last', `import { Asset } from '../constructs/asset.js';`, false],
    ['last, after an import of several lines', `import {\n  A,\n  B,\n} from '../lib/index.js';`, false],
  ])('is imported in its place: %s', (_, other, before) => {
    const line = `import { Billing } from '../constructs/billing.js';`;
    const text = withService(stack(`    new Asset(this, 'asset', base);`, other), entry);
    expect(text?.startsWith(before ? `${line}\n${other}\n` : `${other}\n${line}\n`)).toBe(true);
  });

  it('is nowhere where the stack makes none', () => {
    expect(withService(stack('    // new Asset(this, x);'), entry)).toBeUndefined();
  });
});
