import { execa } from 'execa';
import type { Ran } from '../lib/agents/answer.js';
import { Mask } from '../lib/agents/mask.js';
import { StdioServerTransport } from '../lib/agents/sdk.js';
import { secretValues } from '../lib/agents/secret-values.js';
import { agentServer } from '../lib/agents/server.js';
import { repositoryOf } from '../lib/backup/repository.js';
import { readText } from '../lib/disk/files.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';

/** Bytes; the logs of a busy day are more. */
const MOST = 64e6;

/** `mcp`: answers a client until it closes this process's input. */
export async function mcp(project: Project, allowRestart: boolean): Promise<void> {
  // the client reads nothing but the protocol there
  console.log = console.error;
  const { name, conventions } = readSettings(project);
  const mask = new Mask();
  learn(mask, project);
  const ending = new AbortController();
  const server = agentServer({
    ...{ name, title: conventions.title, allowRestart },
    run: async (words, signal) => {
      const ran = await runItself(project.directory, words, AbortSignal.any([signal, ending.signal]));
      learn(mask, project);
      return ran;
    },
    mask: (text) => mask.text(text),
  });
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    server.server.onclose = resolve;
  });
  await server.connect(new StdioServerTransport());
  await ended;
  ending.abort();
  await server.close();
}

/** Secrets that were written since are known too. */
function learn(mask: Mask, project: Project): void {
  const settings = readSettings(project);
  const password = readText(repositoryOf(settings)?.passwordFile ?? '')?.trim();
  mask.learn(secretValues(settings.sourceRoot, settings.conventions, process.env));
  if (password) mask.learn([password]);
}

/** A command as a process of its own: it loads what stands in `main.ts` now, and what it shows is no other call's. */
async function runItself(directory: string, words: readonly string[], signal: AbortSignal): Promise<Ran> {
  const [, script = ''] = process.argv;
  const result = await execa(process.execPath, [...process.execArgv, script, ...words], {
    ...{ cwd: directory, stdin: 'ignore', reject: false, cancelSignal: signal },
    ...{ env: { NO_COLOR: '1' }, maxBuffer: MOST },
  });
  const { exitCode = 1, stdout, stderr } = result;
  if (!result.isMaxBuffer) return { code: exitCode, stdout, stderr };
  return { code: 1, stdout: '', stderr: 'error: that is more than 64 MB. Fix: ask for less.' };
}
