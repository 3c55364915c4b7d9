import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { add, plant } from '../disk/tree.js';
import { errors, of } from './lines.js';
import { verdict, verdictIn } from './verdict.js';

const RULE = 'user-has-access';
const isRoot = process.getuid?.() === 0;
const me = `${process.getuid?.()}:${process.getgid?.()}`;

const KEYS = {
  'api/main.py': 'app = None\n',
  'api/conf/keys.json': { text: '{}\n', mode: 0o600 },
  'api/Dockerfile': 'FROM python:3.12-slim\nWORKDIR /app\nCOPY --chmod=755 conf ./conf\nCOPY main.py ./\n',
};
const api = (user: string, more = '') => ({
  'compose.yaml': `services:
  api:
    build: ./api
    user: "${user}"
    command: ["uvicorn", "main:app", "--reload"]
    volumes: ["./api/conf:/app/conf:ro"]
${more}`,
});

describe("what a container's user can do with what it is given", () => {
  const dev = { dev: ['compose.yaml'] };

  it('is not to read a file that only its owner may, in a mount or a secret', async () => {
    const secrets = '    secrets: [key]\nsecrets: {key: {file: ./api/conf/keys.json}}\n';
    expect(of(await verdict({ ...KEYS, ...api('1234:1234', secrets) }, dev), RULE)).toEqual([
      `warning ${RULE} dev/api mounts[/app/conf]: user 1234:1234 of the container cannot read api/conf/keys.json (mode 600, of ${me})`,
      `warning ${RULE} dev/api secretFiles[/run/secrets/key]: user 1234:1234 of the container cannot read api/conf/keys.json (mode 600, of ${me})`,
    ]);
  });

  it.skipIf(!isRoot)(
    'is not to read what is of root, by whatever name the image has for the user',
    async () => {
      expect(of(await verdict({ ...KEYS, ...api('node') }, dev), RULE)).toHaveLength(1);
    },
  );

  it('is to read what its owner, its group or all may', async () => {
    for (const user of [me, '0:0', 'root'])
      expect(of(await verdict({ ...KEYS, ...api(user) }, dev), RULE), user).toEqual([]);
    const open = { ...KEYS, 'api/conf/keys.json': { text: '{}\n', mode: 0o644 } };
    expect(of(await verdict({ ...open, ...api('1234') }, dev), RULE)).toEqual([]);
  });

  it('is not to enter a closed directory, which is said once for all that is in it', async () => {
    const root = plant({ ...KEYS, 'api/conf/deep/a/b.json': '{}', ...api('1234:1234') });
    chmodSync(join(root, 'api/conf/keys.json'), 0o644);
    chmodSync(join(root, 'api/conf/deep'), 0o700);
    expect(of(await verdictIn(root, dev), RULE)).toEqual([
      `warning ${RULE} dev/api mounts[/app/conf]: user 1234:1234 of the container cannot read api/conf/deep (mode 700, of ${me})`,
    ]);
    add(root, api('root'));
    chmodSync(join(root, 'api/conf/deep'), 0o600);
    expect(of(await verdictIn(root, dev), RULE)).toEqual([]);
    add(root, api('1234:1234'));
    chmodSync(join(root, 'api/conf/deep'), 0o700);
    if (isRoot) chownSync(join(root, 'api/conf/deep'), 1234, 1234);
    expect(of(await verdictIn(root, dev), RULE)).toHaveLength(isRoot ? 0 : 1);
  });

  it('is not to start a script without its executable bit: mounted, or copied as it is', async () => {
    const files = (run: string, mounts: string) => ({
      'web/bin/start.sh': '#!/bin/sh\nexec python -m http.server 8000\n',
      'web/Dockerfile': `FROM python:3.12-slim\nWORKDIR /srv\nCOPY bin ./bin\n${run}ENTRYPOINT ["/srv/bin/start.sh"]\n`,
      'compose.yaml': `services:\n  web: {build: ./web, user: "1000", volumes: [${mounts}]}\n`,
    });
    const fixed = 'RUN chmod +x /srv/bin/start.sh\n';
    const problem =
      'starts with /srv/bin/start.sh, which nobody may execute: "web/bin/start.sh" has mode 644';
    expect(errors(await verdict(files(fixed, '"./web/bin:/srv/bin:ro"'), dev))).toEqual([
      `error ${RULE} dev/web mounts[/srv/bin]: ${problem}`,
    ]);
    expect(errors(await verdict(files('', ''), { prod: ['compose.yaml'] }))).toEqual([
      `error ${RULE} prod/web image: ${problem}`,
    ]);
    expect(errors(await verdict(files(fixed, ''), { prod: ['compose.yaml'] }))).toEqual([]);
  });

  it('is not to write to a volume at a place that no image has for it', async () => {
    const files = (run: string) => ({
      'app/main.py': 'print(1)\n',
      'app/Dockerfile': `FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py ./\n${run}CMD ["python", "main.py"]\n`,
      'compose.yaml':
        'services:\n  app: {build: ./app, user: "1000:1000", volumes: ["uploads:/data/uploads"]}\nvolumes: {uploads: }\n',
    });
    const prod = { prod: ['compose.yaml'] };
    expect(of(await verdict(files(''), prod), RULE)).toEqual([
      `note ${RULE} prod/app mounts[/data/uploads]: no instruction makes /data/uploads in the image: if its base image has none, a new volume is root's there, and user 1000:1000 cannot write to it`,
    ]);
    const made = 'RUN mkdir -p /data/uploads && chown 1000 /data/uploads\n';
    expect(of(await verdict(files(made), prod), RULE)).toEqual([]);
    expect(of(await verdict(files('COPY --chmod=644 main.py /opt/\n'), prod), RULE)).toHaveLength(1);
    expect(of(await verdict(files('RUN chmod a+w /data\n'), prod), RULE)).toEqual([]);
  });
});
