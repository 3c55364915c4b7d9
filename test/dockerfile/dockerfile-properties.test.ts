import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalImages, mapImages, stageNames } from '../../lib/dockerfile/dockerfile.js';
import type { ImageMap } from '../../lib/model/image.js';

const IMAGES = [
  'python:3.12-slim',
  'node',
  'nginx:1.28-alpine',
  'registry.example:5000/a/b:1',
  'x@sha256:ab',
];

interface Stage {
  readonly image: string;
  readonly keyword: string;
  readonly flag: string;
  readonly named: boolean;
  readonly copies: readonly string[];
  readonly noise: string;
}

const image = fc.constantFrom(...IMAGES);
const stage: fc.Arbitrary<Stage> = fc.record({
  image,
  keyword: fc.constantFrom('FROM ', 'from ', 'FROM \\\n  ', '  From\t'),
  flag: fc.constantFrom('', '--platform=linux/amd64 ', '--platform=$P '),
  named: fc.boolean(),
  copies: fc.array(fc.oneof(image, fc.constantFrom('0', 'stage0')), { maxLength: 3 }),
  noise: fc.constantFrom('', 'RUN echo python:3.12-slim\n', '# FROM node\n', 'RUN <<E\nFROM node\nE\n', '\n'),
});
const dockerfile = fc.record({
  stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
  eol: fc.constantFrom('\n', '\r\n'),
});
type Parts = typeof dockerfile extends fc.Arbitrary<infer T> ? T : never;
const imageMap = fc
  .subarray(IMAGES)
  .map((keys): ImageMap => Object.fromEntries(keys.map((key) => [key, `localhost/base/${key.length}:1`])));

/** The Dockerfile written with each image by the name that `name` gives it. */
function write({ stages, eol }: Parts, name: (image: string) => string): string {
  const isStage = (from: string) => from === '0' || from === 'stage0';
  const texts = stages.map(({ image, keyword, flag, named, copies, noise }, i) => {
    const from = `${keyword}${flag}${name(image)}${named || i === 0 ? ` AS stage${i}` : ''}\n`;
    const lines = copies.map(
      (copy) => `COPY ${flag && '--link '}--from=${isStage(copy) ? copy : name(copy)} /a /b\n`,
    );
    return [from, noise, ...lines].join('');
  });
  return texts.join('').replaceAll('\n', eol);
}

function imagesOf({ stages }: Parts): string[] {
  const all = stages.flatMap((each) => [each.image, ...each.copies.filter((copy) => IMAGES.includes(copy))]);
  return [...new Set(all)];
}

const same = (text: string) => text;
const by = (map: ImageMap) => (text: string) => map[text] ?? text;

describe('a Dockerfile of any stages', () => {
  it('has the images and stages it was written with', () => {
    fc.assert(
      fc.property(dockerfile, (parts) => {
        const text = write(parts, same);
        expect(externalImages(text)).toEqual(imagesOf(parts));
        expect(stageNames(text)).toEqual(
          parts.stages.flatMap(({ named }, i) => (named || i === 0 ? [`stage${i}`] : [])),
        );
      }),
    );
  });

  it('becomes by mapping what it would be if it had been written with the mapped names', () => {
    fc.assert(
      fc.property(dockerfile, imageMap, (parts, map) => {
        expect(mapImages(write(parts, same), map)).toBe(write(parts, by(map)));
      }),
    );
  });

  it('is not changed by mapping it again', () => {
    fc.assert(
      fc.property(dockerfile, imageMap, (parts, map) => {
        const once = mapImages(write(parts, same), map);
        expect(mapImages(once, map)).toBe(once);
        expect(externalImages(once)).toEqual([...new Set(imagesOf(parts).map(by(map)))]);
      }),
    );
  });
});

it('text of any kind stays to the byte under an empty map', () => {
  const unit = fc.constantFrom(
    'FROM ',
    'COPY --from=',
    'AS',
    'ARG A=',
    '$A',
    '\\\n',
    '\n',
    '\r\n',
    '<<E',
    'E',
    '#',
    ' x',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      expect(mapImages(text, {})).toBe(text);
    }),
  );
});
