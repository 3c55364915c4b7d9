import { z } from 'zod';
import { MODES } from '../model/mode.js';
import { type Answer, answerOf, logLines, type Ran } from './answer.js';
import { McpServer } from './sdk.js';

/** What a coding agent works with. */
export interface AgentServerOptions {
  /** What the system is called in names, and as people say it. */
  readonly name: string;
  readonly title: string;
  /** Whether services may be restarted and rebuilt. */
  readonly allowRestart: boolean;
  /** Runs a command of the project; each time anew, for an agent edits what it reads. */
  run(words: readonly string[], signal: AbortSignal): Promise<Ran>;
  /** Takes out of a text what nobody is to see. */
  mask(text: string): string;
}

const mode = z.enum(MODES).optional().describe('default: both, or whatever runs');
/** No word that begins with a dash is an option. */
const service = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a service');
const READS = { readOnlyHint: true, openWorldHint: false } as const;
const CHANGES = { readOnlyHint: false, destructiveHint: false, openWorldHint: false } as const;

const LINES = 200;

/** A server of the Model Context Protocol whose tools are commands of a project; not connected yet. */
export function agentServer(options: AgentServerOptions): McpServer {
  const { name, title, allowRestart } = options;
  const server = new McpServer(
    { name, title: `${title} in dev and prod mode`, version: '1' },
    {
      instructions: `${title}: a system of containers, described in TypeScript. After an edit of a description call validate; status says what runs, verify whether that is what the source tree says, and logs why something fails. Values of secrets are shown as ***.`,
    },
  );
  const answer = async (
    words: readonly string[],
    { signal }: { readonly signal: AbortSignal },
    shown?: (ran: Ran) => string,
  ): Promise<Answer> => answerOf(await options.run(words, signal), { mask: options.mask, shown });

  server.registerTool(
    'validate',
    {
      title: 'Check the description',
      description:
        'Checks both modes against the disk: mounts, files, images, ports, secrets. JSON: each finding with its file and line, and how to fix it.',
      inputSchema: {
        level: z.enum(['error', 'warning', 'note']).optional().describe('only what is at least this severe'),
        rule: z
          .array(z.string().regex(/^[a-z][a-z0-9-]*$/))
          .optional()
          .describe('only these rules'),
      },
      annotations: READS,
    },
    ({ level, rule = [] }, extra) =>
      answer(
        ['validate', '--json', ...(level ? ['--level', level] : []), ...rule.flatMap((id) => ['--rule', id])],
        extra,
      ),
  );
  server.registerTool(
    'status',
    {
      title: 'What runs',
      description:
        'Says of each service its state, health, since when it is up, its addresses, and whether its image, files and mounts are current. JSON.',
      inputSchema: { mode },
      annotations: READS,
    },
    ({ mode }, extra) => answer(['status', ...(mode ? [mode] : []), '--json'], extra),
  );
  server.registerTool(
    'verify',
    {
      title: 'Prove that what runs matches the source tree',
      description:
        'Compares mounts and files of the containers that run with the source tree, to the byte. JSON: what is proven, and what is not.',
      inputSchema: { mode },
      annotations: READS,
    },
    ({ mode }, extra) => answer(['verify', ...(mode ? [mode] : []), '--json'], extra),
  );
  server.registerTool(
    'logs',
    {
      title: 'What services have written',
      description: 'The last lines of services, by time: `TIME SERVICE | TEXT`. Text.',
      inputSchema: {
        services: z.array(service).optional().describe('default: all'),
        since: z
          .string()
          .regex(/^[0-9][\w:.+-]*$/)
          .default('1h')
          .describe('10m, or 2030-01-31T08:00'),
        lines: z.int().min(1).max(2000).default(LINES).describe('at most so many, the last ones'),
      },
      annotations: READS,
    },
    ({ services = [], since, lines }, extra) =>
      answer(['logs', ...services, '--since', since, '--json'], extra, (ran) => logLines(ran, lines)),
  );
  server.registerTool(
    'diff',
    {
      title: 'What a change does',
      description:
        'Says of each service what a start would do to it: nothing, a restart, a new container, a new image; data, ports and rights first. JSON, without values.',
      inputSchema: {
        base: z
          .string()
          .regex(/^[A-Za-z0-9][\w./~^-]*$/)
          .optional()
          .describe('a git revision to compare the working tree with; default: HEAD'),
        running: z.enum(MODES).optional().describe('compare with the containers of this mode instead'),
        modes: z.boolean().optional().describe('compare dev with prod instead'),
      },
      annotations: READS,
    },
    ({ base, running, modes }, extra) =>
      answer(
        [
          ...['diff', ...(modes ? MODES : []), '--json'],
          ...(base ? ['--base', base] : []),
          ...(running ? ['--running', running] : []),
        ],
        extra,
      ),
  );
  server.registerTool(
    'graph',
    {
      title: 'The system as a picture',
      description: 'Services with their ports, live paths and data, and what waits for what. Mermaid.',
      inputSchema: { mode: z.enum(MODES).optional().describe('default: dev') },
      annotations: READS,
    },
    ({ mode }, extra) => answer(['graph', ...(mode ? [mode] : [])], extra),
  );
  if (!allowRestart) return server;

  const services = z.array(service).min(1);
  server.registerTool(
    'restart',
    {
      title: 'Restart services',
      description: 'Restarts services in their containers, and waits until they are healthy. Text.',
      inputSchema: { services },
      annotations: CHANGES,
    },
    ({ services }, extra) => answer(['restart', ...services], extra),
  );
  server.registerTool(
    'rebuild',
    {
      title: 'Rebuild services',
      description:
        'Builds the images of services without the cache, replaces their containers, and waits until they are healthy. Text; takes minutes.',
      inputSchema: { services },
      annotations: CHANGES,
    },
    ({ services }, extra) => answer(['rebuild', ...services], extra),
  );
  return server;
}
