import { afterEach, describe, expect, it, vi } from 'vitest';
import { errors, of } from './lines.js';
import { READERS, verdict } from './verdict.js';

afterEach(() => vi.unstubAllEnvs());

const named = (target: string) => ({
  'api/Dockerfile': `FROM python:3.12-slim\nWORKDIR /opt/api\nCOPY . .\nCOPY --from=lib . ${target}\n`,
  'api/run.py': 'import util\n',
  'lib/util.py': 'X = 1\n',
  'compose.yaml': `services:
  api:
    build: {context: ./api, additional_contexts: {lib: ./lib}}
    user: "1000"
    command: ["python", "-m", "flask", "--app", "run", "run", "--debug"]
    volumes: ["./api/run.py:/opt/api/run.py:ro", "./lib:/opt/lib:ro"]
`,
});

const COMMON = {
  'common/Dockerfile': 'FROM python:3.12-slim\nWORKDIR /base\nCOPY lib ./lib\n',
  'common/lib/y.py': 'Y = 1\n',
  'web/app.py': 'from lib import y\n',
};

describe.each(READERS)('what an image is made of beside its own context, read by $reader', ({ prepare }) => {
  const dev = { dev: ['compose.yaml'] };
  const ask = (files: Parameters<typeof verdict>[0]) => {
    prepare();
    return verdict(files, dev);
  };

  it('is an additional context, whose files are baked where COPY --from puts them', async () => {
    const lines = await ask(named('../lib'));
    expect(of(lines, 'live-is-baked', 'compose-is-understood')).toEqual([]);
    expect(errors(lines)).toEqual([]);
  });

  it('is an additional context, whose files are an error where dev mounts them at another place', async () => {
    expect(errors(await ask(named('./lib')))).toEqual([
      'error live-is-baked dev/api mounts[/opt/lib]: no COPY puts at /opt/lib/util.py what dev mounts: lib/util.py; the image has it at /opt/api/lib/util.py',
    ]);
  });

  it('is an address, which is said where it is copied from', async () => {
    const files = named('../lib');
    const remote = files['compose.yaml'].replace('lib: ./lib', 'lib: "https://example.com/lib.git"');
    expect(of(await ask({ ...files, 'compose.yaml': remote }), 'live-is-baked')).toEqual([
      'note live-is-baked dev/api mounts[/opt/lib]: cannot be proven to be baked as it is: lib/util.py; COPY: what / is in the image https://example.com/lib.git is not known',
    ]);
  });

  it.each([
    ['service:common', 'additional_contexts: {common: "service:common"}', 'FROM common'],
    ['its name', '', 'FROM acme/common'],
    ['a name that an argument gives', 'args: {BASE: "acme/common:latest"}', 'ARG BASE\nFROM $BASE'],
  ])('is the image of another service, named by %s', async (_, more, from) => {
    const text = `services:
  common: {build: ./common, image: acme/common, user: "1000", command: ["true"]}
  web:
    build: {context: ./web, ${more}}
    user: "1000"
    command: ["uvicorn", "app:app", "--reload"]
    volumes: ["./common/lib:/base/lib:ro", "./web/app.py:/base/app.py:ro"]
`;
    const files = { ...COMMON, 'compose.yaml': text };
    const whole = await ask({ ...files, 'web/Dockerfile': `${from}\nCOPY app.py ./\n` });
    expect(of(whole, 'live-is-baked', 'compose-is-understood', 'buildable')).toEqual([]);
    const doubtful = await ask({
      ...files,
      'common/Dockerfile': `${COMMON['common/Dockerfile']}RUN strange-tool\n`,
      'web/Dockerfile': `${from}\nCOPY app.py ./\n`,
    });
    expect(of(doubtful, 'live-is-baked')).toEqual([
      'note live-is-baked dev/web mounts[/base/lib]: cannot be proven to be baked as it is: common/lib/y.py; FROM: line 4 of that Dockerfile, RUN: what strange-tool changes is not known',
    ]);
  });

  it('is all that another service builds, where a service runs its image by name', async () => {
    const text = (target: string) => `services:
  base: {build: ., image: "demo:local", user: "1000"}
  web:
    image: "demo:local"
    user: "1000"
    command: uvicorn app:app --reload
    volumes: ["./src:${target}"]
`;
    const files = {
      Dockerfile: 'FROM python:3.12-slim\nCOPY src /opt/src\n',
      'src/app.py': 'x = 1\n',
    };
    expect(errors(await ask({ ...files, 'compose.yaml': text('/opt/src') }))).toEqual([]);
    expect(errors(await ask({ ...files, 'compose.yaml': text('/srv/src') }))).toEqual([
      'error live-is-baked dev/web mounts[/srv/src]: no COPY puts at /srv/src/app.py what dev mounts: src/app.py; the image has it at /opt/src/app.py',
    ]);
  });

  it('is a Dockerfile that stands in the Compose file, with the whole of its context', async () => {
    const text = `services:
  web:
    build: {context: ./web, dockerfile_inline: "FROM python:3.12-slim\\nCOPY . /app\\n"}
    user: "1000"
    command: ["uvicorn", "app:app", "--reload"]
    volumes: ["./web:/app:ro"]
`;
    const lines = await ask({
      'compose.yaml': text,
      'web/app.py': 'app = 1\n',
      'web/Dockerfile': 'FROM x\n',
    });
    expect(of(lines, 'live-is-baked', 'nothing-hidden')).toEqual([]);
  });
});
