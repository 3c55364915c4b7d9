import type { SystemOptions } from '../../construct/define-system.js';
import type { ImportedSystem } from './imported.js';
import { literal, props, quoted } from './typescript.js';

/** A stack of the written project. */
export interface WrittenStack {
  /** `Services` */
  readonly className: string;
  /** The mode it is of. @default - both */
  readonly mode?: 'dev' | 'prod';
  readonly system: ImportedSystem;
  /** Service → its class, and the file of that below constructs/ without its end. */
  readonly classes: ReadonlyMap<string, { readonly name: string; readonly file: string }>;
}

/** `main.ts` of the written project. @param from the Compose files that it is from, in words */
export function mainText(
  options: Omit<SystemOptions, 'stacks'>,
  stacks: readonly WrittenStack[],
  from: string,
): string {
  const classes = new Map(
    stacks.flatMap((stack) => [...stack.classes.values()].map(({ name, file }) => [name, file] as const)),
  );
  const imports = [...classes].sort(([a], [b]) => (a < b ? -1 : 1));
  const isShared = stacks.some(({ mode }) => mode === undefined);
  const of = (mode: 'dev' | 'prod') => stacks.find((stack) => (stack.mode ?? mode) === mode)?.className;
  return `/** ${from}, described by \`twomode init\`: what runs in dev and prod mode. */
import { type Construct, defineSystem, ${isShared ? 'type Mode, ' : ''}run, Stack, type SystemContext } from 'twomode';
${imports.map(([name, file]) => `import { ${name} } from './constructs/${file}.js';\n`).join('')}
${stacks.map(stackText).join('\n')}
await run(
  defineSystem(${props(
    [
      ...Object.entries(options).map(([key, value]) => [key, literal(value, 4)] as const),
      ['stacks', `{ dev: ${of('dev')}, prod: ${of('prod')} }`],
    ],
    2,
  )}),
);
`;
}

function stackText({ className, mode, system, classes }: WrittenStack): string {
  const used = new Set(system.services.flatMap(({ needs, requires }) => [...needs, ...requires]));
  const names = identifiers(system.services.map(({ name }) => name));
  const lines = system.services.map(({ name, needs, requires }) => {
    const list = (all: readonly string[]) => all.flatMap((each) => names.get(each) ?? []).join(', ');
    const given = [
      'mode',
      ...(needs.length > 0 ? [`needs: [${list(needs)}]`] : []),
      ...(requires.length > 0 ? [`requires: [${list(requires)}]`] : []),
    ];
    const made = `new ${classes.get(name)?.name}(this, ${quoted(name)}, { ${given.join(', ')} });`;
    return `    ${used.has(name) ? `const ${names.get(name)} = ` : ''}${made}\n`;
  });
  const [parameter, type] = mode ? ['', quoted(mode)] : ['<M extends Mode>', 'M'];
  const hasCompose = Object.keys(system.compose).length > 0;
  return `/** All services${mode ? ` of ${mode} mode` : ' in one mode'}. */
class ${className}${parameter} extends Stack<${type}> {
${hasCompose ? `  override readonly compose = ${literal(system.compose, 2)};\n\n` : ''}  constructor(scope: Construct, context: SystemContext<${type}>) {
    super(scope, context);
    const { mode } = this;

${lines.join('')}  }
}
`;
}

const TAKEN =
  /^(mode|scope|context|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|undefined|var|void|while|with|yield|eval|arguments)$/;

/** A name for each service that a variable can have. */
function identifiers(services: readonly string[]): Map<string, string> {
  const given = new Set<string>();
  return new Map(
    services.map((service) => {
      const words = service.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
      const camel = words
        .map((word, i) => (i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
        .join('');
      const base =
        /^[a-z]/.test(camel) && !TAKEN.test(camel)
          ? camel
          : `service${camel.charAt(0).toUpperCase()}${camel.slice(1)}`;
      let name = base;
      for (let n = 2; given.has(name); n++) name = `${base}${n}`;
      given.add(name);
      return [service, name] as const;
    }),
  );
}
