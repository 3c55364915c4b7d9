import { describe, expect, it } from 'vitest';
import type { CheckedSystem } from '../../lib/model/checked-system.js';
import { imageReader, type OwnImage } from '../../lib/rules/image.js';
import { built, fakeFacts, system } from './world.js';

const TREE = {
  'api/Dockerfile': 'FROM base:1\nCOPY . /app/\n',
  'api/main.py': '',
  'base/Dockerfile': 'FROM x\nCOPY a /base\n',
  'base/a': '',
};
const api = built('api');
const base = built('base', {}, { directory: 'base' });
const named = { ...base, image: { ...base.image, reference: 'base:1' } as OwnImage };

function filesOf(systems: readonly CheckedSystem[]) {
  const { image } = imageReader(fakeFacts(TREE), systems);
  return systems.map(({ services }) => {
    const own = services.find(({ name }) => name === 'api')?.image;
    return own?.kind === 'build' ? image(own) : expect.fail('no image');
  });
}

describe('what an image holds', () => {
  it('is worked out once for both modes where they begin with the same', () => {
    const [dev, prod] = filesOf([
      system('dev', [{ ...api }]),
      system('prod', [{ ...api, image: { ...api.image } as OwnImage }]),
    ]);
    expect([...(dev?.files.keys() ?? [])]).toEqual(['/app/Dockerfile', '/app/main.py']);
    expect(prod).toBe(dev);
  });

  it.each([
    'dev',
    'prod',
  ] as const)('is another one in the mode that builds what it begins with: %s', (mode) => {
    const own = (each: 'dev' | 'prod') => ({ ...api, image: { ...api.image } as OwnImage, mode: each });
    const systems = (['dev', 'prod'] as const).map((each) =>
      system(each, each === mode ? [own(each), named] : [own(each)]),
    );
    const begins = filesOf(systems).map((image) => image?.base);
    expect(begins).toEqual([mode === 'dev' ? 'x' : 'base:1', mode === 'prod' ? 'x' : 'base:1']);
  });
});
