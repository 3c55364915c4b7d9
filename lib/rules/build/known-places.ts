import { doubtsAt, type Image } from '../image.js';
import { isBelow, parentOf } from '../paths.js';

/** Images of languages and distributions: nobody's program is in them. */
const BARE =
  /^(docker\.io\/)?(library\/)?(python|pypy|node|ruby|golang|rust|php|perl|debian|ubuntu|alpine|busybox|openjdk|eclipse-temurin|amazoncorretto|oven\/bun|denoland\/deno)(:(?!.*onbuild)|@|$)/;
/** Where installers put what no instruction names. */
const OF_INSTALLERS =
  /^\/(usr|bin|sbin|lib|lib64|etc|opt|var\/lib|proc|sys|dev|tmp|run|go\/bin|nix)(\/|$)|\/(node_modules|vendor|\.?venv|\.local|\.cargo|bundle)\//;

/** Whether no more can be at a path of an image than its instructions say; `copied` where its base image alone may have more. */
export function isKnownAt(image: Image, path: string): boolean | 'copied' {
  const { end, base } = image;
  if (!end || image.unmatched.length > 0 || doubtsAt(image, path).length > 0) return false;
  if ([...end.fromImages.keys()].some((from) => isBelow(path, from) || isBelow(from, path))) return false;
  if (base === undefined) return true;
  if (OF_INSTALLERS.test(path)) return false;
  const parent = parentOf(path);
  if (BARE.test(base)) return parent === '/' || isMade(image, path);
  return hasFiles(image, parent) && 'copied';
}

/** Whether an instruction made a directory above a path: in others are what the base image and its packages bring. */
function isMade(image: Image, path: string): boolean {
  for (let at = parentOf(path); at !== '/'; at = parentOf(at)) {
    const found = image.end?.tree.resolve(at);
    if (typeof found === 'object' && found.node) return found.node.kind === 'dir';
  }
  return false;
}

function hasFiles(image: Image, directory: string): boolean {
  const found = image.end?.tree.resolve(directory);
  return typeof found === 'object' && found.node?.kind === 'dir' && found.node.children.size > 0;
}
