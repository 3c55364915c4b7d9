import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { externalImages } from '../../lib/dockerfile/dockerfile.js';
import { readRun } from '../../lib/dockerfile/read-run.js';
import { isServedPage, servedPage } from '../../lib/dockerfile/served-page.js';
import { plant } from '../disk/tree.js';

const ONE_STAGE = 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nRUN npm install\nCMD ["npm", "start"]\n';
const scripts = (them: object) => JSON.stringify({ scripts: them });
const CRA = scripts({ start: 'react-scripts start', build: 'react-scripts build' });
const PAGE = { port: 3000, variables: ['DB_PASSWORD', 'PUBLIC_URL', 'REACT_APP_API_URL', 'VITE_X'] };

const made = (dockerfile = ONE_STAGE, page = PAGE) => servedPage(dockerfile, CRA, page) ?? '';

describe('a page whose Dockerfile only starts a development server', () => {
  it('gets a stage that builds it and one that serves that, behind its own lines', () => {
    const own = ONE_STAGE.replace('node:20-alpine', 'node:20-alpine AS prod-source').trimEnd();
    expect(made().startsWith(`${own}\n\n# Added, because `)).toBe(true);
    expect(isServedPage(made())).toBe(true);
    expect(isServedPage(ONE_STAGE)).toBe(false);
    expect(readRun(made(), 'prod')).toMatchObject({ stages: ['prod-source', 'prod-build', 'prod'] });
    expect(externalImages(made())).toEqual(['node:20-alpine', 'nginx:1.28-alpine']);
    expect(made()).toContain("'    listen 3000;'");
  });

  it('is built with places for what bundlers put into a page, and with nothing else of its environment', () => {
    expect(made()).toContain(
      'NODE_ENV=production REACT_APP_API_URL=__REACT_APP_API_URL__ VITE_X=__VITE_X__ npm run build\n',
    );
    expect(made()).toMatch(/'value REACT_APP_API_URL "\$\{REACT_APP_API_URL:-\}"'/);
    expect(made()).not.toMatch(/DB_PASSWORD|PUBLIC_URL/);
    expect(made(ONE_STAGE, { port: 1, variables: [] })).toContain('NODE_ENV=production npm run build\n');
  });

  it.each([
    ['FROM node:20 as web # the page', 'web'],
    ['FROM base AS deps\nRUN x\nFROM deps AS Dev', 'Dev'],
    ['FROM node:20 AS deps\nFROM deps', 'prod-source'],
    ['FROM --platform=linux/amd64 node:20', 'prod-source'],
  ])('is built from its last stage, by the name that it has: %j', (froms, name) => {
    expect(made(`${froms}\nCMD ["npm", "start"]\n`)).toContain(`\nFROM ${name} AS prod-build\n`);
  });

  it('is what the build makes, however fast, and not what the source has of an earlier one', () => {
    const [build = '', take = ''] = [...made().matchAll(/^RUN ((?:.*\\\n)*.*)$/gm)]
      .slice(1, 3)
      .map(([, run]) => run);
    const root = plant({
      'bin/npm': '#!/bin/sh\n[ "$1 $2" = "run build" ] && echo new > dist/index.html\n',
      ...{ 'build/index.html': 'old', 'dist/index.html': 'old', 'dist/app.js': '' },
    });
    chmodSync(join(root, 'bin/npm'), 0o755);
    const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env.PATH}` };
    for (const line of [build, take.replaceAll('/page', './page')])
      execFileSync('sh', ['-c', line], { cwd: root, env, stdio: 'pipe' });
    expect(readFileSync(join(root, 'page/index.html'), 'utf8')).toBe('new\n');
  });

  it('names the image of that stage alone', () => {
    expect(made('FROM --platform=linux/amd64 node:20\n')).toMatch(
      /^FROM --platform=linux\/amd64 node:20 AS prod-source\n/,
    );
  });
});

describe('a page that prod runs as its Dockerfile says', () => {
  it.each([
    ['it has a stage for prod', `${ONE_STAGE}FROM nginx AS prod\n`, CRA],
    ['it builds the page', `${ONE_STAGE}RUN npm run build\nCMD ["npx", "serve", "build"]\n`, CRA],
    ['it builds the page by yarn', `${ONE_STAGE}RUN yarn build\n`, CRA],
    ['it does what the script does', `${ONE_STAGE}RUN npx react-scripts build\n`, CRA],
    ['there is no build script', ONE_STAGE, scripts({ start: 'react-scripts start' })],
    ['there is no package.json', ONE_STAGE, undefined],
    ['its package.json is none', ONE_STAGE, '{'],
    ['it has no stage at all', '# nothing\n', CRA],
  ])('because %s', (_, dockerfile, json) => {
    expect(servedPage(dockerfile, json, PAGE)).toBeUndefined();
  });

  it('what a comment says is not done', () => {
    expect(made(`# npm run build comes later\n${ONE_STAGE}`)).not.toBe('');
  });
});
