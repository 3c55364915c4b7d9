import {
  type Arg,
  type Copy,
  type Dockerfile,
  DockerfileParser,
  type From,
  type Property,
} from 'dockerfile-ast';
import type { ImageMap } from '../model/image.js';
import { perText } from '../model/per-text.js';
import { expand as expandWord } from './variables.js';

type Range = NonNullable<ReturnType<From['getImageRange']>>;

/** A place in a Dockerfile that names an image from outside. */
interface ImageUse {
  /** With the ARGs before the first FROM filled in by their defaults: `python:3.12-slim`. */
  readonly reference: string;
  readonly range: Range;
}

/** @throws whatever dockerfile-ast throws at a text that it cannot read */
export const parseDockerfile: (text: string) => Dockerfile = perText((text) => DockerfileParser.parse(text));

/** The names of the stages, in order; unnamed ones are left out. */
export function stageNames(text: string): string[] {
  return froms(parseDockerfile(text)).flatMap((from) => from.getBuildStage()?.toLowerCase() ?? []);
}

/** Images from outside that FROM and `COPY --from` name, each once, in order. */
export function externalImages(text: string): string[] {
  return [...new Set(imageUses(text).map((use) => use.reference))];
}

/** The same Dockerfile with mapped images in FROM and `COPY --from`; all else stays to the byte. */
export function mapImages(text: string, images: ImageMap): string {
  const lines = text.split('\n');
  for (const { reference, range } of imageUses(text).reverse()) {
    const mapped = Object.hasOwn(images, reference) ? images[reference] : undefined;
    const line = lines[range.start.line];
    if (mapped === undefined || line === undefined) continue;
    lines[range.start.line] = line.slice(0, range.start.character) + mapped + line.slice(range.end.character);
  }
  return lines.join('\n');
}

function imageUses(text: string): ImageUse[] {
  const dockerfile = parseDockerfile(text);
  const defaults = new Map<string, string>();
  for (const arg of dockerfile.getInitialARGs())
    for (const property of (arg as Arg & { getProperties(): Property[] }).getProperties())
      defaults.set(property.getName(), expand(property.getValue() ?? '', defaults));
  const stages = new Set(['scratch']);
  const uses: ImageUse[] = [];
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const from = instruction as From;
      add(from.getImage(), from.getImageRange());
      const stage = from.getBuildStage();
      if (stage) stages.add(stage.toLowerCase());
    } else if (instruction.getKeyword() === 'COPY') {
      const flag = (instruction as Copy).getFlags().find((each) => each.getName() === 'from');
      add(flag?.getValue() ?? null, flag?.getValueRange() ?? null);
    }
  }
  return uses;

  function add(image: string | null, range: Range | null): void {
    if (!image || !range) return;
    const reference = expand(image, defaults);
    // a stage's name or its number is not an image
    if (stages.has(reference.toLowerCase()) || /^\d+$/.test(reference)) return;
    uses.push({ reference, range });
  }
}

function froms(dockerfile: Dockerfile): From[] {
  return dockerfile.getInstructions().filter((instruction) => instruction.getKeyword() === 'FROM') as From[];
}

/** An unknown name stays as it is. */
function expand(text: string, values: ReadonlyMap<string, string>): string {
  return expandWord(text, (name) => values.get(name) || null, { unset: 'kept' }) ?? text;
}
