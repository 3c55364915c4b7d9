import type { CheckedService } from '../../model/checked-system.js';
import { fileAt, pathFrom } from '../container-files.js';
import { imageOf } from '../image.js';
import { type CheckInput, eachService, type Rule } from '../rule.js';
import { type Started, startedBy } from '../started.js';

/** Servers that listen on the container's own 127.0.0.1 until an option says where: the command, and the option. */
const LOCAL: readonly (readonly [RegExp, RegExp])[] = [
  [/^vite( (?!build\b)|$)/, /--host/],
  [/^uvicorn /, /--(host|uds|fd)/],
  [/^hypercorn /, /\s(-b|--bind\b)/],
  [/^gunicorn /, /\s(-[bc]|--(bind|config|paste)\b)/],
  [/^flask .*\brun\b/, /(--host|-h)[ =]/],
  [/^(ng|webpack(-dev-server)?) (serve|dev)/, /--host/],
  [/^(astro|nuxt|nuxi|wrangler) dev/, /--(host|ip)/],
  [/^(python[\d.]* )?(\S*\/)?manage\.py runserver/, /runserver .*(0\.0\.0\.0|::|\b0:)/],
  [/^(mkdocs|jekyll|hugo) serve/, /(-a|--dev-addr|-H|--host|--bind)[ =]/],
];
/** An option that names the container alone. */
const NAMED = /--(?:host|bind)[= ](?:127\.0\.0\.1|localhost)\b|\s-(?:b|h|H)[= ]?(?:127\.0\.0\.1|localhost)\b/;
/** Variables by which a server is told where. */
const TOLD = /^(HOST|HOSTNAME|UVICORN_HOST|FLASK_RUN_HOST|GUNICORN_CMD_ARGS|WEB_BIND|HUGO_BIND)$/;

/** What is published listens where the engine's traffic arrives. */
export const listensOutside: Rule = {
  id: 'listens-outside',
  severity: 'warning',
  group: 'wiring',
  claim: 'A server whose port is published does not listen on its own 127.0.0.1 alone.',
  why: "Requests arrive at the container's address: a server on 127.0.0.1 never gets them, and the published port answers nobody.",
  wrong: { language: 'yaml', text: "command: vite --port 5173\nports: ['5173:5173']" },
  right: { language: 'yaml', text: "command: vite --host --port 5173\nports: ['5173:5173']" },
  check: eachService((service, input) => {
    const variables = [...Object.keys(service.environment), ...(imageOf(service, input)?.variables ?? [])];
    if (service.published.length === 0 || variables.some((name) => TOLD.test(name))) return [];
    const started = startedBy(service, input).find((each) => isLocal(each, variables, service, input));
    return started
      ? [
          {
            at: 'command',
            problem: `listens on 127.0.0.1 of the container, where its published port does not reach it: ${started.words.join(' ')}`,
            fix: 'let it listen on 0.0.0.0: `--host 0.0.0.0`, or what the server calls it',
          },
        ]
      : [];
  }),
};

function isLocal(
  started: Started,
  variables: readonly string[],
  service: CheckedService,
  input: CheckInput,
): boolean {
  const line = started.words.join(' ').replace(/^(python[\d.]*) -m /, '');
  const known = LOCAL.find(([program]) => program.test(line));
  if (!known) return false;
  // gunicorn takes a port from the environment, and takes it at every address
  const hasPort = line.startsWith('gunicorn ') && variables.includes('PORT');
  return NAMED.test(line) || !(known[1].test(line) || hasPort || isConfigured(started, service, input));
}

/** Whether a configuration of the server says where; what is in it, and cannot be read, may say it. */
function isConfigured({ words, workdir }: Started, service: CheckedService, input: CheckInput): boolean {
  const image = imageOf(service, input);
  const names = ['js', 'ts', 'mjs', 'mts'].flatMap((end) => [
    `vite.config.${end}`,
    `astro.config.${end}`,
    `nuxt.config.${end}`,
  ]);
  return [
    ...names,
    'angular.json',
    'gunicorn.conf.py',
    'mkdocs.yml',
    ...words.filter((word) => word.endsWith('.py')),
  ].some((name) => {
    const file = fileAt(service, image, pathFrom(workdir, name));
    const read = file === undefined ? undefined : input.facts.read(file);
    return read && 'text' in read && /\b(host|bind|dev_addr)\b/.test(read.text);
  });
}
