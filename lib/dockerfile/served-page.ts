import type { From } from 'dockerfile-ast';
import { parseDockerfile, stageNames } from './dockerfile.js';
import { scriptIn } from './scripts.js';

/** How prod serves a page. */
export interface ServedPage {
  /** The port that it is served on. */
  readonly port: number;
  /** Variables of the container that belong into the page. */
  readonly variables: readonly string[];
}

/** What bundlers put into the page, by their conventions. */
const INTO_PAGE = /^(REACT_APP|VITE|VUE_APP|NG_APP|NEXT_PUBLIC)_\w+$/;
const SERVER = 'nginx:1.28-alpine';
const ADDED =
  '# Added, because the above only starts a development server: prod serves what the build script makes.';

/**
 * The Dockerfile of a page for prod, where the page's own only starts a development server: all that it does, then the build,
 * then a server for what that made.
 * @returns undefined where the Dockerfile builds or has a stage `prod`, and where package.json has no build script
 */
export function servedPage(
  dockerfile: string,
  packageJson: string | undefined,
  page: ServedPage,
): string | undefined {
  const build = packageJson === undefined ? undefined : scriptIn(packageJson, 'build');
  if (build === undefined || stageNames(dockerfile).includes('prod') || builds(dockerfile, build))
    return undefined;
  const source = withLastStageNamed(dockerfile);
  return source && `${source.text.trimEnd()}\n\n${ADDED}\n${addedStages(source.name, page)}\n`;
}

/** Whether a Dockerfile is one that `servedPage` made. */
export function isServedPage(dockerfile: string): boolean {
  return dockerfile.includes(`\n${ADDED}\n`);
}

function builds(dockerfile: string, script: string): boolean {
  const lines = dockerfile.split('\n').filter((line) => !/^\s*#/.test(line));
  return lines.some((line) => /\b(npm|pnpm|yarn|bun)( run)? build\b/.test(line) || line.includes(script));
}

/** The classic builder takes a stage by its name alone. */
function withLastStageNamed(
  dockerfile: string,
): { readonly text: string; readonly name: string } | undefined {
  const instructions = parseDockerfile(dockerfile).getInstructions();
  const last = instructions.findLast((each) => each.getKeyword() === 'FROM') as From | undefined;
  const end = last?.getImageRange()?.end;
  if (!last || !end) return undefined;
  const own = last.getBuildStage();
  if (own) return { text: dockerfile, name: own };
  const lines = dockerfile.split('\n');
  const line = lines[end.line] ?? '';
  lines[end.line] = `${line.slice(0, end.character)} AS prod-source${line.slice(end.character)}`;
  return { text: lines.join('\n'), name: 'prod-source' };
}

function addedStages(source: string, { port, variables }: ServedPage): string {
  const inPage = variables.filter((name) => INTO_PAGE.test(name));
  // the page is built once and gets its values when it is served, so that no address is baked; what the source has of an
  // earlier build goes first, for a fast one is no newer by a shell's clock of seconds
  const places = inPage.map((name) => `${name}=${placeOf(name)} `).join('');
  return `FROM ${source} AS prod-build
USER root
RUN rm -f build/index.html dist/index.html out/index.html && NODE_ENV=production ${places}npm run build
RUN for made in build dist out; do \\
      if [ -e "$made/index.html" ]; then mv "$made" /page && exit 0; fi; \\
    done; \\
    echo 'npm run build made no index.html in build/, dist/ or out/: give the Dockerfile a stage named prod.' >&2; exit 1

FROM ${SERVER} AS prod
COPY --from=prod-build /page /page
RUN ${written('/etc/nginx/page.conf', configuration(port))}
RUN ${written('/etc/nginx/page.sh', script(inPage))}
USER 65534:65534
ENTRYPOINT []
CMD ["sh", "/etc/nginx/page.sh"]`;
}

function placeOf(variable: string): string {
  return `__${variable}__`;
}

/** A file of lines without single quotes, as every builder makes it. */
function written(path: string, lines: readonly string[]): string {
  return `printf '%s\\n' \\\n${lines.map((line) => `      '${line}' \\\n`).join('')}    > ${path}`;
}

/** As any user, and written nowhere but in /tmp. A file changes with its values, so nobody may keep it. */
function configuration(port: number): string[] {
  return [
    'pid /tmp/nginx.pid;',
    'error_log stderr warn;',
    'events { }',
    'http {',
    '  include /etc/nginx/mime.types;',
    '  access_log off;',
    '  server_tokens off;',
    '  gzip on;',
    '  gzip_types text/css text/javascript application/javascript application/json image/svg+xml;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `  ${kind}_temp_path /tmp/${kind};`,
    ),
    '  sub_filter_types text/javascript application/javascript application/json;',
    '  sub_filter_once off;',
    '  include /tmp/values.conf;',
    '  server {',
    `    listen ${port};`,
    '    root /page;',
    '    add_header Cache-Control no-cache;',
    '    location / { try_files $uri $uri/index.html /index.html; }',
    '  }',
    '}',
  ];
}

function script(variables: readonly string[]): string[] {
  return [
    'set -eu',
    ': > /tmp/values.conf',
    'value() {',
    '  case "$2" in *[!A-Za-z0-9:/.,%_~?=+@\\&-]*)',
    '    echo "$1 has a character that no page takes: $2" >&2; exit 1;;',
    '  esac',
    '  printf "sub_filter \\"__%s__\\" \\"%s\\";\\n" "$1" "$2" >> /tmp/values.conf',
    '}',
    ...variables.map((name) => `value ${name} "\${${name}:-}"`),
    'exec nginx -e stderr -c /etc/nginx/page.conf -g "daemon off;"',
  ];
}
