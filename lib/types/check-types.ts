import { dirname, join, relative, sep } from 'node:path';
import type ts from 'typescript';
import { isTheirs } from '../construct/made-by.js';
import { digest, digestOf, INSTALLED, type TypeProblem, type TypeResult } from './type-results.js';

/**
 * Checks the types of what a project's `main.ts` loads, as its tsconfig.json says; of the team's own files alone.
 * @returns undefined where there is no tsconfig.json
 */
export async function checkTypes(directory: string): Promise<TypeResult | undefined> {
  const { default: compiler } = await import('typescript');
  const config = compiler.getParsedCommandLineOfConfigFile(
    join(directory, 'tsconfig.json'),
    { noEmit: true },
    { ...compiler.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (!config) return undefined;
  const program = compiler.createProgram([join(directory, 'main.ts')], config.options);
  const inProject = (path: string) => relative(directory, path).split(sep).join('/');
  const files = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${directory}/`) && !fileName.includes('/node_modules/'));
  const found = files
    .filter(({ fileName }) => isTheirs(fileName))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  return {
    files: Object.fromEntries([
      ...['tsconfig.json', INSTALLED].map((path) => [path, digestOf(join(directory, path))] as const),
      ...files.map(({ fileName, text }) => [inProject(fileName), digest(text)] as const),
      ...found.flatMap((each) => missing(each).map((path) => [inProject(path), digestOf(path)] as const)),
    ]),
    errors: found.flatMap((each) => problem(compiler, each, inProject) ?? []),
  };
}

/** The file that an import does not find: once it is there the result is another, and no text has changed. */
function missing({ file, messageText }: ts.Diagnostic): string[] {
  const text = typeof messageText === 'string' ? messageText : messageText.messageText;
  const [, specifier] = /^Cannot find module '(\.[^']*)'/.exec(text) ?? [];
  return file && specifier ? [join(dirname(file.fileName), specifier).replace(/\.([cm]?)js$/, '.$1ts')] : [];
}

function problem(
  compiler: typeof ts,
  { file, start = 0, messageText }: ts.Diagnostic,
  inProject: (path: string) => string,
): TypeProblem | undefined {
  if (!file) return undefined;
  // what is wrong, and at the end of the chain why
  const [what = '', ...why] = compiler.flattenDiagnosticMessageText(messageText, '\n').split('\n');
  const text = [what, ...why.slice(-1)].map((line) => line.trim()).join(' ');
  return {
    file: inProject(file.fileName),
    line: file.getLineAndCharacterOfPosition(start).line + 1,
    text,
  };
}
