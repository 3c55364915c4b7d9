import { parse, stringify } from 'yaml';
import type { Example } from '../../lib/model/own-rule.js';
import { bind, built, service, type World } from './world.js';

/** What stands at a path: a text, or a link. */
export type Planted = Readonly<Record<string, string | { readonly link: string }>>;

/** A Compose setup on a disk. */
export interface Setup {
  readonly dev?: string;
  readonly prod?: string;
  readonly tree?: Planted;
}

/** Puts an example of a rule into a setup that the rule can say something of. */
type Surroundings = (example: Example) => Setup;

interface Around {
  /** What the service has beside the example. @default - an image */
  readonly service?: object;
  readonly others?: object;
  readonly tree?: Planted;
}

const IMAGE = { image: 'example/api:1' };
const DIRECTORY = 'order-service';
const BUILT = { build: `./${DIRECTORY}` };
const dockerfile = (text: string) => ({
  [`${DIRECTORY}/Dockerfile`]: `FROM example/base:1\nWORKDIR /app\n${text}\n`,
});

const serviceTexts =
  /^(environment|command|volumes|ports|user|build|depends_on|privileged|cap_add|security_opt|read_only|container_name|image|restart):/m;

/** The example is a part of the service `api`, or variables of its environment. */
function ofService({ service: own = IMAGE, others = {}, tree = {} }: Around = {}): Surroundings {
  return ({ text }) => {
    const part = serviceTexts.test(text) ? parse(text) : { environment: parse(text) };
    return inModes(text, stringify({ services: { ...others, api: { ...own, ...part } } }), tree);
  };
}

/** The example names the services itself. */
function ofServices({ service: own = IMAGE, tree = {} }: Around = {}): Surroundings {
  return ({ text }) => inModes(text, stringify({ services: withEach(parse(text), own) }), tree);
}

/** The example is in the Dockerfile of `api`, and what is mounted there is in its first comment. */
function ofDockerfile(volumes: readonly string[], tree: Planted): Surroundings {
  return ({ text }) => ({
    dev: stringify({ services: { api: { ...BUILT, ...(volumes.length > 0 ? { volumes } : {}) } } }),
    tree: { ...tree, ...dockerfile(text) },
  });
}

/** Services of one mode, and those of the other. */
function ofBoth(dev: object, prod: object): Setup {
  return { dev: stringify(dev), prod: stringify(prod) };
}

function withEach(services: Readonly<Record<string, object | string>>, more: object): object {
  const entries = Object.entries(services).map(([name, own]) => [
    name,
    { ...more, ...(own instanceof Object ? own : {}) },
  ]);
  return Object.fromEntries(entries);
}

/** `# prod` at the top of an example says which mode it is of; `# dev and prod`, that it is of both. */
function inModes(text: string, file: string, tree: Planted): Setup {
  if (text.startsWith('# dev and prod')) return { dev: file, prod: file, tree };
  return text.startsWith('# prod') ? { prod: file, tree } : { dev: file, tree };
}

/** `live: [file('main.py'), dir('notes')]` → what dev mounts. */
function volumesOf(text: string): string[] {
  return [...text.matchAll(/(?:file|dir)\('([^']+)'\)/g)].map(
    ([, path]) => `./${DIRECTORY}/${path}:/app/${path}`,
  );
}

const FILES: Planted = {
  [`${DIRECTORY}/main.py`]: '',
  [`${DIRECTORY}/data/kinds.json`]: '{}',
  'shared/auth.py': '',
};
const inAllFiles = (text: string) => /^# in both files/.test(text);

/** By rule. */
export const SURROUNDINGS: Readonly<Record<string, Surroundings>> = {
  'shared-is-mounted': ({ text }) => ({
    dev: stringify({
      services: { billing: { ...BUILT, volumes: ['./shared:/app/shared'] }, ...withEach(parse(text), BUILT) },
    }),
    tree: { ...FILES, ...dockerfile('COPY . .') },
  }),
  'no-whole-directory': ofService({ service: BUILT, tree: { ...FILES, ...dockerfile('COPY . .') } }),
  'no-bind-in-prod': ({ text, language }) =>
    language === 'yaml'
      ? ofService({ tree: FILES })({ text, language })
      : { prod: stringify({ services: { api: BUILT } }), tree: { ...FILES, ...dockerfile(text) } },
  'volumes-hold-data': (example) => {
    const name = /- (\w+):/.exec(example.text)?.[1] ?? '';
    const { dev = '', tree = {} } = ofService({
      service: BUILT,
      tree: { ...FILES, ...dockerfile('COPY . .') },
    })(example);
    return { dev: dev + stringify({ volumes: { [name]: null } }), tree };
  },
  'named-volumes': (example) => {
    const { prod = '' } = ofService()(example);
    return { prod: prod + stringify({ volumes: { postgres_data: null } }) };
  },
  'separate-volumes': ({ text }) => {
    const postgres = {
      services: { postgres: { image: 'postgres:17', volumes: ['postgres_data:/var/lib/postgresql/data'] } },
    };
    const named = { ...postgres, ...parse(text) };
    return ofBoth(
      named,
      inAllFiles(text) ? named : { ...postgres, volumes: { postgres_data: { name: 'postgres_data' } } },
    );
  },
  'same-services': ({ text }) => {
    const [, dev = '', prod = 'services:\n  api: …'] = text.split(/^# (?:dev|prod)$/m);
    const whole = (part: string) => ({ services: withEach(parse(part).services, IMAGE) });
    return ofBoth(whole(dev), whole(prod));
  },
  'separate-projects': ({ text }) => {
    const api = { services: { api: IMAGE } };
    return ofBoth({ name: 'shop', ...api }, { name: 'shop', ...api, ...parse(text) });
  },
  'prod-restarts': ofService(),
  'no-dev-server': ofService(),
  'source-exists': ofService({ tree: FILES }),
  'source-in-root': ofService({ tree: FILES }),
  'no-system-path': ofService({ tree: { 'billing-service/rates/eu.json': '{}' } }),
  'links-stay-inside': ({ text }) => {
    const [path = '', link = ''] = text.split(' -> ');
    return {
      dev: stringify({ services: { api: { ...IMAGE, volumes: ['./order-service/data:/app/data'] } } }),
      tree: { [`${DIRECTORY}/data/kinds-2024.json`]: '{}', [path]: { link } },
    };
  },
  'portable-names': ({ text }) => ({
    dev: stringify({
      services: { api: { ...IMAGE, volumes: [{ type: 'bind', target: '/app/data', ...parse(text) }] } },
    }),
    tree: { 'data:2024/a': '', 'data-2024/a': '' },
  }),
  'line-ends': ({ text }) => ({
    dev: stringify({
      services: { api: { ...IMAGE, command: ['/app/start.sh'], volumes: ['./start.sh:/app/start.sh'] } },
    }),
    tree: { 'start.sh': text.startsWith('#!') ? '#!/bin/sh\r\n' : '#!/bin/sh\n' },
  }),
  'same-kind': ({ text }) => ({
    dev: stringify({
      services: {
        gate: { ...BUILT, volumes: [text.split('\n- ')[1]?.replace('./', `./${DIRECTORY}/`)] },
      },
    }),
    tree: {
      ...dockerfile('COPY defaults.yaml /etc/gate/rules.yaml'),
      [`${DIRECTORY}/defaults.yaml`]: '',
      [`${DIRECTORY}/rules.yaml${text.includes('directory') ? '/.keep' : ''}`]: '',
    },
  }),
  'same-ports': ({ text }) => {
    const [, dev = '', prod = ''] = text.split(/^# (?:dev|prod).*$/m);
    const api = (part: string) => ({ services: { api: { ...IMAGE, ...parse(part) } } });
    return ofBoth(api(dev), api(prod));
  },
  'unique-targets': ofService({ tree: { 'a/x': '', 'b/x': '' } }),
  'targets-not-nested': ofService({ tree: { 'api/data/x': '', 'kinds/x': '' } }),
  'nothing-hidden': ofDockerfile(['./api/data:/app/data'], {
    'api/data/x': '',
    [`${DIRECTORY}/defaults.json`]: '{}',
  }),
  'live-is-baked': ofDockerfile([`./${DIRECTORY}/.env:/app/.env`], {
    [`${DIRECTORY}/.env`]: 'A=1',
    [`${DIRECTORY}/package.json`]: '{}',
    [`${DIRECTORY}/src/a.js`]: '',
  }),
  'one-class': ({ text, language }) => ({
    dev: stringify({ services: { api: BUILT } }),
    tree: {
      [`${DIRECTORY}/main.py`]: '',
      [`${DIRECTORY}/notes.md`]: '',
      ...(language === 'dockerfile'
        ? dockerfile(text)
        : { ...dockerfile('COPY main.py ./'), [`${DIRECTORY}/.dockerignore`]: text }),
    },
  }),
  'imports-are-live': ({ text, language }) => ({
    dev: stringify({
      services: {
        api: {
          ...BUILT,
          volumes: language === 'ts' ? volumesOf(text) : [`./${DIRECTORY}/main.py:/app/main.py`],
        },
      },
    }),
    tree: {
      ...dockerfile('COPY . .'),
      [`${DIRECTORY}/main.py`]: language === 'python' ? text : 'import passwords',
      [`${DIRECTORY}/passwords.py`]: '',
    },
  }),
  buildable: ofService({ service: {}, tree: { [`${DIRECTORY}/Dockerfile.prod`]: 'FROM example/base:1\n' } }),
  'ignore-file-is-read': ({ text }) => ({
    dev: stringify({ services: { api: { build: { context: '.', dockerfile: 'services/api/Dockerfile' } } } }),
    tree: { 'services/api/Dockerfile': 'FROM example/base:1\n', [text.split('\n').at(-1) ?? '']: '.env\n' },
  }),
  'no-host-packages': ({ text, language }) => ({
    dev: stringify({ services: { api: BUILT } }),
    tree: {
      ...dockerfile(language === 'dockerfile' ? text : 'COPY . .'),
      [`${DIRECTORY}/node_modules/a/index.js`]: '',
      ...(language === 'text' ? { [`${DIRECTORY}/.dockerignore`]: text } : {}),
    },
  }),
  'imports-exist': ({ text }) => ({
    dev: stringify({ services: { api: { ...BUILT, command: 'python -m api.main' } } }),
    tree: {
      ...dockerfile('COPY . api'),
      [`${DIRECTORY}/main.py`]: text,
      ...(text.includes('no rates.py') ? {} : { [`${DIRECTORY}/rates.py`]: '' }),
    },
  }),
  'program-exists': ofDockerfile([], { [`${DIRECTORY}/main.py`]: '' }),
  'copy-matches': ofDockerfile([], { [`${DIRECTORY}/shared/auth.py`]: '', 'shared/auth.py': '' }),
  'prod-is-built': ({ text }) => ({
    prod: stringify({ services: { api: BUILT } }),
    tree: {
      [`${DIRECTORY}/Dockerfile`]: text,
      [`${DIRECTORY}/package.json`]:
        '{"scripts": {"start": "react-scripts start", "build": "react-scripts build"}}',
    },
  }),
  'urls-use-container-ports': ofService({
    others: { 'order-service': { ...IMAGE, ports: ['8002:3002'], expose: ['3002'] } },
  }),
  'urls-name-services': ofService({ others: { 'order-service': IMAGE } }),
  'urls-are-waited-for': ofService({ others: { redis: { image: 'redis:8' } } }),
  'one-port': ({ text }) => {
    const [code = '', ports = ''] = text.split('\n');
    return {
      dev: stringify({ services: { api: { ...BUILT, ...parse(ports) } } }),
      tree: {
        ...dockerfile('COPY main.py ./\nCMD ["python", "main.py"]'),
        [`${DIRECTORY}/main.py`]: `import uvicorn\n${code.replace('# ', '')}\n`,
      },
    };
  },
  'health-is-served': ({ text }) => ({
    dev: stringify({
      services: { api: { ...BUILT, healthcheck: { test: 'curl --fail http://localhost:3000/health' } } },
    }),
    tree: {
      ...dockerfile('COPY main.py ./\nCMD ["python", "main.py"]'),
      [`${DIRECTORY}/main.py`]: `${text}\ndef answer(): ...\nuvicorn.run(app, port=3000)\n`,
    },
  }),
  'unique-host-ports': ofServices(),
  'unique-container-names': ({ text }) => {
    const api = (name: string) => ({ services: { api: { ...IMAGE, container_name: name } } });
    const name: string = parse(text).container_name;
    return ofBoth(api(name), api('order-service'));
  },
  'known-dependencies': ofService({ others: { postgres: { image: 'postgres:17' } } }),
  'no-dependency-cycle': ({ text }) => ({
    dev: stringify({ services: { redis: IMAGE, ...withEach(parse(text), IMAGE) } }),
  }),
  'waits-can-end': ({ text }) => ({ dev: stringify({ services: withEach(parse(text), IMAGE) }) }),
  'health-can-run': ({ text }) => ({
    dev: stringify({ services: { api: { ...BUILT, healthcheck: parse(text) } } }),
    tree: { [`${DIRECTORY}/Dockerfile`]: 'FROM node:20-slim\n' },
  }),
  'listens-outside': ofService(),
  'variables-are-set': ({ text, language }) => ({
    dev: stringify({
      services: { api: { ...BUILT, ...(language === 'ts' ? { environment: { ENCRYPTION_KEY: '' } } : {}) } },
    }),
    tree: {
      ...dockerfile('COPY main.py ./\nCMD ["python", "main.py"]'),
      [`${DIRECTORY}/main.py`]: language === 'ts' ? 'KEY = os.environ["ENCRYPTION_KEY"]' : text,
    },
  }),
  'watch-matches': ({ text }) => ({
    dev: stringify({ services: { api: { build: '.', develop: parse(text) } } }),
    tree: { Dockerfile: 'FROM example/base:1\nWORKDIR /app\nCOPY src src\n', 'src/main.py': '' },
  }),
  'edits-take-effect': ofService({ tree: { 'api/src/main.py': '' } }),
  'no-stale-files': ofService({ tree: { 'api/main.py': '', 'api/src/main.py': '' } }),
  'no-literal-secret': ofService(),
  'not-root': ofService(),
  'not-privileged': ofService(),
  'no-open-database': ofService(),
  'no-new-privileges': ofService(),
  'file-capabilities': ({ text }) => ({
    dev: stringify({ services: { api: { ...BUILT, ...parse(text) } } }),
    tree: dockerfile(`${/RUN .*/.exec(text)?.[0]}\nUSER app`),
  }),
  'compose-is-read': ({ text }) => ({ dev: stringify({ services: withEach(parse(text).services, IMAGE) }) }),
  'compose-is-understood': ({ text }) => ({
    dev: stringify({ services: { worker: IMAGE, ...withEach(parse(text).services, IMAGE) } }),
    tree: { 'api/main.py': '' },
  }),
};

/** Of rules about what a Compose file cannot have, or a disk not show to root. */
export const IN_MEMORY: Readonly<Record<string, (text: string) => World>> = {
  'only-live-paths': (text) => {
    const live = [...text.matchAll(/(file|dir)\('([^']+)'\)/g)].map(
      ([, kind, path]) => ({ kind, path }) as never,
    );
    const mounts = ['main.py', 'notes'].map((path) => bind(`${DIRECTORY}/${path}`, `/app/${path}`));
    return { dev: [built(DIRECTORY, { mounts }, { live })] };
  },
  'read-only-root': (text) => ({ prod: [service({ readOnlyRoot: text.includes('readOnlyRoot: true') })] }),
  'readable-sources': (text) => ({
    dev: [service({ mounts: [bind(`${DIRECTORY}/data`, '/app/data')] })],
    tree: { [`${DIRECTORY}/data/kinds.json`]: text.startsWith('-rw-r--r--') ? '{}' : { kind: 'unreadable' } },
  }),
  'user-has-access': (text) => ({
    dev: [service({ user: '65534:65534', mounts: [bind(`${DIRECTORY}/data`, '/app/data')] })],
    tree: { [`${DIRECTORY}/data/kinds.json`]: { mode: text.startsWith('-rw-r--r--') ? 0o644 : 0o600 } },
  }),
  'used-exceptions': (text) => {
    const [, rule = '', reason = ''] = /'([\w-]+)': '([^']+)'/.exec(text) ?? [];
    return { dev: [service({ user: '0:0', exceptions: { [rule]: reason } })] };
  },
};
