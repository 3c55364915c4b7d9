import type { CheckedService } from '../../model/checked-system.js';
import type { SourcePlace } from '../../model/finding.js';
import { fileAt, pathFrom } from '../container-files.js';
import { type Image, imageOf } from '../image.js';
import { bindsOf } from '../mounts.js';
import { cleanPath, isBelow, joinPath } from '../paths.js';
import type { CheckInput } from '../rule.js';
import { type Started, startedBy } from '../started.js';
import {
  likelyPortsInPython,
  type PortInText,
  portsInCommand,
  portsInJavaScript,
  portsInNginx,
  portsInPython,
  portsInVite,
  sidePortsInCommand,
} from './port-texts.js';

/** A port that a service plainly listens on. */
export interface Listening {
  readonly port: number;
  /** The line that says so; undefined for its command. */
  readonly place?: SourcePlace;
  /** Whether it is for a debugger or a console, beside the port that the service is for. */
  readonly side?: true;
  /** Whether the code says it less than plainly. */
  readonly likely?: true;
}

/** The ports that what a service starts, or the code of it, plainly says that it listens on. */
export function listening(service: CheckedService, input: CheckInput): Listening[] {
  const image = imageOf(service, input);
  const scan: Scan = (path, scanner) => scanFile(service, image, path, scanner, input);
  const started = startedBy(service, input);
  const side = started
    .flatMap(({ words }) => sidePortsInCommand(words.join(' ')))
    .map((port): Listening => ({ port, side: true }));
  const known = started.map((each) => ofProgram(each, scan)).filter((each) => each !== undefined);
  if (known.length > 0) return [...known.flat(), ...side];
  const files = [...(image?.files.keys() ?? []), ...mountedFiles(service, input)];
  const nginx = files.filter((path) => /^\/etc\/nginx\/.*\.conf$/.test(path));
  return [...nginx.flatMap((path) => scan(path, portsInNginx)), ...side];
}

/** The ports that a scanner finds in a file, by its path in the container. */
type Scan = (path: string, scanner: (text: string) => readonly PortInText[]) => Listening[];

/** Undefined for a program of which nothing is known. */
function ofProgram({ words, workdir }: Started, scan: Scan): Listening[] | undefined {
  const at = (path: string) => pathFrom(workdir, path);
  const line = words.join(' ');
  const said = portsInCommand(line).map((port) => ({ port }));
  if (said.length > 0) return said;
  const python = words.find((word) => word.endsWith('.py'));
  if (python !== undefined) {
    const plain = scan(at(python), portsInPython);
    const likely = () =>
      scan(at(python), likelyPortsInPython).map((each) => ({ ...each, likely: true as const }));
    return plain.length > 0 ? plain : likely();
  }
  const node = words.find((word) => /\.[cm]?[jt]s$/.test(word));
  if (node !== undefined) return scan(at(node), portsInJavaScript);
  if (/\b(npm|pnpm|yarn)\b/.test(line)) return [];
  if (/\bvite\b/.test(line))
    return ['js', 'ts', 'mjs', 'mts'].flatMap((end) => scan(at(`vite.config.${end}`), portsInVite));
  const own = words.find((_, i) => words[i - 1] === '-c');
  return /\bnginx\b/.test(line) && own !== undefined ? scan(at(own), portsInNginx) : undefined;
}

/** nginx reads what is mounted into its image, too. */
function mountedFiles(service: CheckedService, { facts }: CheckInput): string[] {
  return bindsOf(service)
    .filter(({ target }) => isBelow(cleanPath(target), '/etc/nginx'))
    .flatMap(({ source, target }) =>
      facts.stat(source)?.kind === 'dir'
        ? facts.list(source).map(({ path }) => joinPath(cleanPath(target), path))
        : [cleanPath(target)],
    );
}

function scanFile(
  service: CheckedService,
  image: Image | undefined,
  path: string,
  scan: (text: string) => readonly PortInText[],
  { facts }: CheckInput,
): Listening[] {
  const file = fileAt(service, image, path);
  if (file === undefined) return [];
  const read = facts.read(file);
  return 'problem' in read ? [] : scan(read.text).map(({ port, line }) => ({ port, place: { file, line } }));
}
