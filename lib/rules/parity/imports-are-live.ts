import type { CheckedService } from '../../model/checked-system.js';
import { commandOf, pathFrom, workdirOf } from '../container-files.js';
import { eachImage } from '../each-image.js';
import { type Image, sourceIn } from '../image.js';
import { bindsOf, mountAt, mountOver } from '../mounts.js';
import { cleanPath, few, parentOf } from '../paths.js';
import type { CheckInput, Rule, ServiceClaim } from '../rule.js';
import { filesOf } from './baked.js';
import type { MountedFile } from './mounted-file.js';
import { type PythonImport, pythonImports } from './python-imports.js';

/** A live Python file leans on live files: else an edit of both is half seen. */
export const importsAreLive: Rule = {
  id: 'imports-are-live',
  severity: 'warning',
  group: 'parity',
  claim: 'A mounted Python file imports no file of the project that is only baked.',
  why: 'After an edit of both, new code runs with old code until the image is rebuilt.',
  wrong: { language: 'python', text: '# main.py is live, passwords.py is not\nimport passwords' },
  right: { language: 'ts', text: "live: [file('main.py'), file('passwords.py')]" },
  check: eachImage((image, service, input) => {
    if (service.mode !== 'dev') return [];
    const modules = bakedModules(service, image);
    if (modules.baked.size === 0) return [];
    const roots = rootsOf(service, image, input);
    return bindsOf(service).flatMap((mount) =>
      filesOf(mount, input.facts)
        .filter(({ source }) => source.endsWith('.py'))
        .flatMap((file) => checkFile(mountAt(mount), file, roots, modules, input)),
    );
  }),
};

/** Python files of the project that no mount shows. */
interface BakedModules {
  /** Container path → source. */
  readonly baked: ReadonlyMap<string, string>;
  /** What an import of them must name: most imports name none, and are looked at no further. */
  readonly names: ReadonlySet<string>;
}

function bakedModules(service: CheckedService, image: Image): BakedModules {
  const baked = new Map<string, string>();
  for (const path of image.files.keys()) {
    const source = path.endsWith('.py') && !mountOver(service, path) ? sourceIn(image, path) : undefined;
    if (source !== undefined) baked.set(path, source);
  }
  const module = (path: string) => path.replace(/(\/__init__)?\.py$/, '');
  return { baked, names: new Set([...baked.keys()].map((path) => module(path).split('/').at(-1) ?? '')) };
}

/** Where Python looks for modules: beside the script that it runs, and in the working directory. */
function rootsOf(service: CheckedService, image: Image, input: CheckInput): string[] {
  const script = commandOf(service, input).find((word) => word.endsWith('.py'));
  const at = (path: string) => pathFrom(workdirOf(service, image, input.conventions), path);
  return [...new Set([...(script ? [parentOf(at(script))] : []), at('.')])];
}

function checkFile(
  at: string,
  file: MountedFile,
  roots: readonly string[],
  { baked, names }: BakedModules,
  { facts, dev }: CheckInput,
): ServiceClaim[] {
  const read = facts.read(file.source);
  if ('problem' in read)
    return [
      {
        at,
        severity: 'note',
        problem: `the imports of "${file.source}" are not known: it ${read.problem}`,
        fix: 'nothing, if it only imports what is live',
      },
    ];
  // most files name none of them, and need no parser
  if (![...names].some((name) => read.text.includes(name))) return [];
  return pythonImports(read.text).flatMap((found) => {
    if (![...found.module.split('.'), ...found.names].some((name) => names.has(name))) return [];
    const sources = modulesOf(found, file.target, roots).flatMap((path) => baked.get(path) ?? []);
    if (sources.length === 0) return [];
    return [
      {
        at,
        problem: `"${file.source}" is live and imports what is only baked: ${few([...new Set(sources)])}`,
        fix: dev?.foreign
          ? 'mount that too'
          : 'declare that live too, or declare why it only changes with a rebuild',
        place: { file: file.source, line: found.line },
      },
    ];
  });
}

/** Every container path at which Python may find what is imported, its packages too. */
function modulesOf({ level, module, names }: PythonImport, file: string, roots: readonly string[]): string[] {
  const parts = module === '' ? [] : module.split('.');
  const bases = level === 0 ? roots : [cleanPath(`${parentOf(file)}/${'../'.repeat(level - 1)}`)];
  const packages = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  const members = names.map((name) => [...parts, name].join('/'));
  return bases.flatMap((base) =>
    [...packages, ...members].flatMap((path) => {
      const start = base === '/' ? `/${path}` : `${base}/${path}`;
      return [`${start}.py`, `${start}/__init__.py`];
    }),
  );
}
