import { existsSync, readFileSync } from 'node:fs';

/** Variables of Compose that say how it works or looks, and not what it runs. */
const HARMLESS = /^COMPOSE_(ANSI|BAKE|HTTP_TIMEOUT|MENU|PARALLEL_LIMIT|PROGRESS|STATUS_STDOUT)$/;

/**
 * The shell's variables without those that would have Compose run something else than it is told: what its env files
 * define, for it takes the shell's value before theirs and Terraform takes theirs, and what names another project or
 * other files. The rest stays: PATH, DOCKER_HOST, proxies, what people set.
 * @param envFiles absolute; one that is not there is Compose's to refuse
 */
export function composeEnvironment(
  envFiles: readonly string[],
  shell: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const defined = new Set(envFiles.flatMap(namesIn));
  return Object.fromEntries(
    Object.entries(shell).filter(
      ([name]) => !defined.has(name) && (!name.startsWith('COMPOSE_') || HARMLESS.test(name)),
    ),
  );
}

function namesIn(file: string): string[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return [...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*[=:]/gm)].map(([, name = '']) => name);
}
