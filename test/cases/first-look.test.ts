import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { judge, services } from './judge.js';
import { of } from './lines.js';
import { OURS, READERS } from './verdict.js';

// what somebody tries first who does not trust a validator: slips that end a build or a start
beforeEach(() => READERS[0]?.prepare());
afterEach(() => vi.unstubAllEnvs());

const dockerfile = (rest: string) => `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n${rest}\n`;

describe('a file that is nowhere in the image', () => {
  const started = async (rest: string, more = '') =>
    of(
      await judge({
        'compose.yaml': services(`api: {build: ./api, user: "1"${more}}`),
        'api/Dockerfile': dockerfile(rest),
        'api/main.py': '',
      }),
      'program-exists',
    );

  it.each([
    ['CMD ["python", "mian.py"]', '', 'image'],
    ['CMD python mian.py', '', 'image'],
    ['ENTRYPOINT ["python"]\nCMD ["mian.py"]', '', 'image'],
    ['CMD ["python", "main.py"]', ', command: python mian.py', 'command'],
    ['ENTRYPOINT ["python"]', ', command: [mian.py]', 'command'],
    ['CMD ["python", "main.py"]', ', entrypoint: [python, mian.py]', 'entrypoint'],
  ])('is not started: %j%s', async (rest, more, at) => {
    expect(await started(rest, more)).toEqual([
      expect.stringMatching(
        new RegExp(`^error program-exists api ${at}: starts /app/mian\\.py, .*Fix: write main\\.py`),
      ),
    ]);
  });

  it('is one that RUN removed', async () => {
    expect(await started('RUN rm main.py\nCMD ["python", "main.py"]')).toEqual([
      expect.stringMatching(/takes away\. Fix: .*\(api\/Dockerfile:4\)$/),
    ]);
  });

  it('is in a mount, where the image is from outside', async () => {
    const found = await judge({
      'compose.yaml': services(
        'api: {image: "python:3.12", user: "1", working_dir: /srv, command: python mian.py, volumes: ["./api:/srv"]}',
      ),
      'api/main.py': '',
    });
    expect(of(found, 'program-exists')).toHaveLength(1);
  });
});

it('an instruction that there is not is an error with the one that is meant', async () => {
  const found = await judge({
    'compose.yaml': services('api: {build: ./api, user: "1"}'),
    'api/Dockerfile': dockerfile('RUNN pip install flask\nCMD ["python", "main.py"]'),
    'api/main.py': '',
  });
  expect(found).toEqual([
    'error buildable api image: there is no instruction RUNN. Fix: write RUN (api/Dockerfile:4)',
  ]);
});

describe('one cause is one finding', () => {
  it('where several services use a secret that no file defines', async () => {
    const found = await judge({
      'compose.yaml': services(
        'a: {image: "a:1", user: "1", secrets: [key]}',
        'b: {image: "b:1", user: "1", secrets: [key, other]}',
      ),
    });
    expect(of(found, 'compose-is-read')).toEqual([
      expect.stringContaining(
        '"key" is not among the file\'s secrets. Fix: add it to `secrets` at the top, or name the file that does as well',
      ),
      expect.stringContaining('"other" is not among'),
    ]);
  });

  it('where services of both modes are built from a Dockerfile that has a password', async () => {
    const found = await judge(
      {
        'dev.yaml': services('mariadb: {build: ./db, user: "1"}'),
        'prod.yaml': services('mysql: {build: ./db, user: "1"}'),
        'db/Dockerfile': 'FROM mariadb:10\nENV MYSQL_ROOT_PASSWORD=hunter2hunter2\n',
      },
      { dev: ['dev.yaml'], prod: ['prod.yaml'] },
    );
    expect(of(found, 'no-literal-secret')).toEqual([
      expect.stringMatching(/^error no-literal-secret mariadb\+mysql image: the Dockerfile has MYSQL_ROOT/),
    ]);
  });
});

it("what is said of somebody else's Compose file speaks of nothing that only our own systems have", async () => {
  const found = await judge({
    'compose.yaml': `${services(
      'a: {build: ./gone, user: "1"}',
      'b: {build: {context: ./b, dockerfile: Dockerfile.pord}, user: "1"}',
      'c: {build: ./c, security_opt: ["no-new-privileges:true"], expose: ["80"]}',
      'd: {build: ./c, user: "0", read_only: false, security_opt: ["no-new-privileges:false"], configs: [conf]}',
      'e: {build: {context: ./b, dockerfile: dir}, user: "1", volumes: ["./b:/app"]}',
    )}configs: {conf: {file: ./b}}\n`,
    'b/Dockerfile.prod': dockerfile(''),
    'b/dir/x': '',
    'c/Dockerfile': dockerfile(
      'RUN setcap cap_net_raw+ep /bin/ping\nVOLUME /app\nUSER me\nCMD ["python", "main.py"]',
    ),
    'c/main.py': 'import uvicorn\nuvicorn.run("a:b", port=3002)\n',
  });
  expect(found.length).toBeGreaterThan(8);
  // judge() holds each finding against OURS; here it is told what that is
  expect('add it, or name the right file in the construct').toMatch(OURS);
  expect(of(found, 'buildable')).toEqual([
    expect.stringContaining(
      'source directory "gone" does not exist. Fix: add it, or name the right directory in the Compose file',
    ),
    expect.stringContaining('Fix: add it, or name another in the Compose file (there is Dockerfile.prod)'),
    expect.stringContaining('put the file there, or name another in the Compose file'),
  ]);
});
