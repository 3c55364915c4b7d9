import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Remark } from '../../compose/read/parsed.js';
import { ownVariables } from '../../disk/files.js';
import {
  type ComposeConfigRequest,
  type ComposeConfigResult,
  composeConfig,
  hasCompose,
} from '../../engine/compose-config.js';
import { MODES, type Mode } from '../../model/mode.js';
import { TOOL } from '../../model/tool.js';
import { UserError } from '../../model/user-error.js';
import { configDifferences } from './compare.js';
import { envTemplate } from './env-template.js';
import { type ModeFiles, projectDirectory } from './setups.js';
import type { Rewritten } from './system-of.js';

/** What Compose says of files; undefined where it is not there. */
export type AskCompose = (request: ComposeConfigRequest) => Promise<ComposeConfigResult | undefined>;

export const askCompose: AskCompose = async (request) =>
  (await hasCompose()) ? composeConfig(request) : undefined;

type Configs = Readonly<Record<Mode, unknown>>;

/** What `docker compose config` makes of what is there, and of what would be written. */
export class ComposeAnswers {
  /** @param root the source root, absolute */
  constructor(
    private readonly root: string,
    private readonly ask: AskCompose,
  ) {}

  /**
   * What is there, in both modes; undefined where there is no Compose.
   * @param problems what our own reading says of it
   * @throws UserError for what Compose refuses: where our own reading has a line for it, with that
   */
  async of(files: ModeFiles, problems: readonly Remark[]): Promise<Configs | undefined> {
    const [dev, prod] = await Promise.all(
      MODES.map(async (mode) => {
        const paths = files[mode].map((file) => resolve(this.root, file));
        const answer = await this.config(paths, projectDirectory(this.root, files[mode]));
        if (answer && 'problem' in answer)
          throw new UserError(
            [
              `Compose does not read ${files[mode].join(', ')}: ${this.shortened(answer.problem)}`,
              ...(problems.length > 0 ? [remarkLines(problems, this.root)] : []),
            ].join('\n'),
            envTemplate(this.root, files[mode])?.concat(', and call again. Nothing was written') ??
              'correct it: docker compose config has to read it. Nothing was written',
          );
        return answer?.resolved;
      }),
    );
    return dev === undefined || prod === undefined ? undefined : { dev, prod };
  }

  /**
   * @param envFiles where variables are read from, relative to the root
   * @throws UserError where Compose would refuse what is written
   */
  async differences(
    before: Configs | undefined,
    rewritten: Readonly<Record<Mode, Rewritten>>,
    envFiles: readonly string[],
  ): Promise<Record<Mode, readonly string[] | string>> {
    const [dev = '', prod = ''] = await Promise.all(
      MODES.map((mode) => this.differencesIn(before?.[mode], rewritten[mode], envFiles)),
    );
    return { dev, prod };
  }

  private async differencesIn(
    before: unknown,
    { text, system }: Rewritten,
    envFiles: readonly string[],
  ): Promise<readonly string[] | string> {
    if (before === undefined) return 'Docker Compose is not here.';
    const scratch = mkdtempSync(join(tmpdir(), `${TOOL}-init-`));
    try {
      const file = join(scratch, 'docker-compose.yml');
      writeFileSync(file, text);
      const variables = ownVariables(this.root, { envFile: envFiles }).map((path) => join(this.root, path));
      const after = await this.config([file], this.root, variables);
      if (after && 'problem' in after)
        throw new UserError(
          `Compose would not read what is written for ${system.mode}: ${this.shortened(after.problem)}`,
          'take out of the Compose files what it names, and tell us of it. Nothing was written',
        );
      return configDifferences(before, after?.resolved, system);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  private config(files: readonly string[], directory: string, envFiles: readonly string[] = []) {
    return this.ask({ files, projectDirectory: directory, envFiles, profiles: ['*'], env: process.env });
  }

  private shortened(problem: string): string {
    return problem.replaceAll(`${this.root}/`, '');
  }
}

/** `compose.yaml:3: …`, a line each. */
export function remarkLines(problems: readonly Remark[], root: string): string {
  const at = ({ place }: Remark) => (place ? `${relative(root, place.file)}:${place.line}: ` : '');
  return problems.map((problem) => at(problem) + problem.text).join('\n');
}
