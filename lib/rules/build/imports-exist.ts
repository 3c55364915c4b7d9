import type { CheckedService } from '../../model/checked-system.js';
import { fileAt, mayBeAt } from '../container-files.js';
import { type Image, imageOf } from '../image.js';
import { mountAt, mountOver } from '../mounts.js';
import { pythonImports } from '../parity/python-imports.js';
import { cleanPath, parentOf } from '../paths.js';
import { type ReachedFile, reachedCode } from '../reached-code.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';
import { isComment, lineAt } from '../wiring/variables-in-code.js';

/** What code names by its place beside itself is there. */
export const importsExist: Rule = {
  id: 'imports-exist',
  severity: 'warning',
  group: 'build',
  claim: 'Every relative import of the code that a service starts names a module that the container has.',
  why: 'The program ends as soon as it starts, although the image is built without an error.',
  wrong: { language: 'python', text: '# main.py; there is no rates.py beside it\nfrom . import rates' },
  right: { language: 'python', text: '# main.py, with rates.py beside it\nfrom . import rates' },
  check: eachService((service, input) => {
    const image = imageOf(service, input);
    return reachedCode(service, input).flatMap((file) =>
      importsOf(file, service, image, input)
        .filter(({ to }) => !mayBeAt(service, image, beside(file.path, to), input.facts))
        .map((each) => claim(each, file, service, input)),
    );
  }),
};

/** A module that code names by its place beside itself. */
interface NamedImport {
  /** As it is written. */
  readonly as: string;
  /** From the directory of the file, without the end of a file's name: `../common/util`. */
  readonly to: string;
  readonly line: number;
}

/** What is beside a file, absolute in the container. */
function beside(path: string, to: string): string {
  return cleanPath(`${parentOf(path)}/${to}`);
}

function importsOf(
  file: ReachedFile,
  service: CheckedService,
  image: Image | undefined,
  { facts }: CheckInput,
): NamedImport[] {
  if (file.language === 'javascript') return byJavaScript(file);
  return pythonImports(file.text).flatMap(({ level, module, names, line, always }): NamedImport[] => {
    if (level === 0 || !always) return [];
    const [dots, up] = ['.'.repeat(level), '../'.repeat(level - 1)];
    if (module !== '') return [{ as: dots + module, to: up + module.replaceAll('.', '/'), line }];
    const init = fileAt(service, image, beside(file.path, `${up}__init__.py`));
    const read = init === undefined ? undefined : facts.read(init);
    // a package may have it as a name of its own
    const isOwn = (name: string) =>
      read &&
      (!('text' in read) || new RegExp(`\\b(${name}|__getattr__|globals)\\b|import\\s+\\*`).test(read.text));
    return names.filter((name) => !isOwn(name)).map((name) => ({ as: dots + name, to: up + name, line }));
  });
}

const IMPORT = /\b(?:require\(|from|import)\s*["'](\.{1,2}\/[^"'?]+)["']/g;

function byJavaScript({ text }: ReachedFile): NamedImport[] {
  // what is tried may be missing
  if (/\btry\s*\{/.test(text)) return [];
  return [...text.matchAll(IMPORT)].flatMap(({ 1: as = '', index }) => {
    const before = text.slice(text.lastIndexOf('\n', index) + 1, index);
    const isType = /^\s*(import|export)\s+type\b/.test(before);
    if (isType || isComment(text, index)) return [];
    return [{ as, to: as.replace(/\.[cm]?[jt]sx?$/, ''), line: lineAt(text, index) }];
  });
}

function claim(
  { as, to, line }: NamedImport,
  { source, path }: ReachedFile,
  service: CheckedService,
  { facts }: CheckInput,
): ServiceClaim {
  const at = beside(path, to);
  const own = beside(`/${source}`, to).slice(1);
  const has = ['.py', '.js', '.ts', ''].map((end) => own + end).find((each) => facts.stat(each));
  const mount = mountOver(service, at);
  return {
    at: mount ? mountAt(mount) : 'image',
    problem: `"${source}" imports "${as}", but nothing is at ${at} in the container${
      has === undefined ? '' : `, where "${has}" belongs`
    }`,
    fix:
      has === undefined ? 'add the module, or correct the import' : 'copy it in the Dockerfile, or mount it',
    cause: `${source}:${line}:${as}`,
    place: { file: source, line },
  };
}
