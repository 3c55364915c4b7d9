import { describe, expect, it } from 'vitest';
import type { EnvironmentValue } from '../../lib/model/environment.js';
import { built, found, service, type Tree } from './world.js';

describe('no-literal-secret', () => {
  const FIX = 'Fix: take it from a variable, or from a secret file that is not in git';
  const environment = (name: string, ...value: EnvironmentValue) =>
    found('no-literal-secret', { dev: [service({ environment: { [name]: value } })] });

  it.each([
    'POSTGRES_PASSWORD',
    'PGPASSWORD',
    'JWT_SECRET',
    'GITHUB_TOKEN',
    'API_KEY',
    'STRIPE_APIKEY',
    'PRIVATE_KEY',
    'AWS_ACCESS_KEY',
    'PASSPHRASE',
    'DB_PASSWD',
    'RABBITMQ_DEFAULT_PASS',
    'pass',
    'MYSQL_PWD',
    'ENCRYPTION_KEY',
    'SIGNING_KEY',
    'MASTERKEY',
    'JWT_KEY',
    'secret_key',
  ])('finds %s with a literal value, and does not repeat it', (name) => {
    expect(environment(name, 'hunter2')).toEqual([
      `error dev/api environment[${name}]: ${name} is in plain text. ${FIX}`,
    ]);
  });

  it.each([
    'PASSWORD_FILE',
    'TOKEN_URL',
    'TOKEN_TTL',
    'SESSION_SECRET_ROTATION',
    'PASSWORD_STRENGTH',
    'AWS_ACCESS_KEY_ID',
    'ACCESS_TOKEN_EXPIRE_MINUTES',
    'PASSWORD_MIN_LENGTH',
    'SECRET_NAME',
    'TOKEN_ALGORITHM',
    'TOKEN_EXPIRATION',
    'PASSWORD_MIN_CHARS',
    'PASSWORD_HASHERS',
    'CSRF_TOKEN_COOKIE',
    'PWD',
    'OLDPWD',
    'BYPASS',
    'DB_PASSENGER',
    'PROXY_PASS',
    'DB_PWD_NOTE',
    'MY_NEO4J_AUTH',
    'NEO4J_AUTHS',
    'BASIC_AUTH_REALM',
    'KEY',
    'USER',
  ])('is silent about %s', (name) => {
    expect(environment(name, 'hunter2')).toEqual([]);
  });

  it.each([
    '',
    ' ',
    'true',
    'False',
    'none',
    '/run/secrets/x',
    '<set me>',
    '{{ password }}',
    '$PASSWORD',
  ])('is silent about the value %j', (value) => {
    expect(environment('PASSWORD', value)).toEqual([]);
  });

  it('takes a number for a password, and not for a token', () => {
    expect(environment('PASSWORD', '123456')).toHaveLength(1);
    expect(environment('MAX_TOKENS', '4096')).toEqual([]);
    expect(environment('MAX_TOKENS', '0.5')).toEqual([]);
    expect(environment('TOKEN', '4096a')).toHaveLength(1);
  });

  it('finds the password behind a user', () => {
    for (const name of ['NEO4J_AUTH', 'FLOWER_BASIC_AUTH', 'basicauth'])
      expect(environment(name, ' neo4j/hunter2')).toHaveLength(1);
    expect(environment('BASIC_AUTH', 'me:hunter2')).toHaveLength(1);
    for (const value of ['none', 'neo4j/', '/hunter2', 'a b/c', ''])
      expect(environment('NEO4J_AUTH', value)).toEqual([]);
    expect(environment('NEO4J_AUTH', 'neo4j/', { secret: 'P' })).toEqual([]);
  });

  it.each([
    'Server=db;Password=hunter2;',
    'password=hunter2',
    'host=db password = "hunter2"',
    "Uid=me;Pwd='hunter2'",
    'jdbc:postgresql://db/x?user=me&password=hunter2',
    'jdbc:postgresql://db/x?password=hunter2&user=me',
    'host=db\npasswd=hunter2',
  ])('finds a password in the connection string %j', (text) => {
    expect(environment('DSN', text)).toEqual([
      `error dev/api environment[DSN]: DSN has a password in plain text. ${FIX}`,
    ]);
  });

  it.each([
    'Server=db;Password=;',
    'x?password=&user=me',
    'Password=$P',
    'password=true',
    'passwords=hunter2',
    'forgot-password=hunter2',
    'password hunter2',
    'x_pwd=hunter2',
    'PWD=/app',
  ])('is silent about the text %j', (text) => {
    expect(environment('DSN', text)).toEqual([]);
  });

  it('is silent about secrets and variables, but for a fallback that is one', () => {
    expect(environment('PASSWORD', { secret: 'P' })).toEqual([]);
    expect(environment('PASSWORD', 'a', { secret: 'P' })).toEqual([]);
    expect(environment('PASSWORD', { variable: 'P', fallback: '' })).toEqual([]);
    const fallback = 'falls back to a password in plain text. Fix: remove the fallback';
    expect(environment('PASSWORD', { variable: 'P', fallback: 'hunter2' })).toEqual([
      `warning dev/api environment[PASSWORD]: PASSWORD ${fallback}`,
    ]);
    expect(environment('URL', 'redis://:', { variable: 'P', fallback: 'hunter2' }, '@redis')).toEqual([
      `warning dev/api environment[URL]: URL ${fallback}`,
    ]);
    expect(environment('URL', 'http://', { variable: 'HOST', fallback: 'localhost' })).toEqual([]);
    expect(environment('PASSWORD', { variable: 'P', fallback: 'x' }, { secret: 'S' })).toEqual([]);
  });

  it('finds a password in a URL', () => {
    expect(environment('URL', 'postgresql://me:hunter2@db/x')).toEqual([
      `error dev/api environment[URL]: URL has a password in plain text. ${FIX}`,
    ]);
    for (const url of [
      'http://db:5432/@x',
      'http://me@db',
      'http://me:$P@db',
      'http://me:{p}@db',
      'http://me:<p>@db',
      '//me:p@db',
    ])
      expect(environment('URL', url)).toEqual([]);
    expect(environment('URL', 'http://me:%20x@db')).toHaveLength(1);
    expect(environment('URL', 'http://me:%(p)s@db')).toEqual([]);
    expect(environment('URL', 'http://me:', { secret: 'P' }, '@db')).toEqual([]);
  });

  it('finds one in what an env file gives only where the file is in git, or may be', () => {
    const api = (file: string) =>
      service({
        environment: { TOKEN: ['x'], URL: ['http://a:b@c'] },
        fromEnvFile: { TOKEN: file, URL: file },
      });
    expect(found('no-literal-secret', { dev: [api('.env')], tree: { '.env': '' } })).toEqual([
      `error dev/api environment[TOKEN]: TOKEN is in plain text, from ".env", which is in git. ${FIX}`,
      `error dev/api environment[URL]: URL has a password in plain text, from ".env", which is in git. ${FIX}`,
    ]);
    expect(found('no-literal-secret', { dev: [api('.env')], tree: { other: '' } })).toEqual([]);
    expect(found('no-literal-secret', { dev: [api('.env')], hasGit: false })).toEqual([
      `warning dev/api environment[TOKEN]: TOKEN is in plain text, from ".env". ${FIX}`,
      `warning dev/api environment[URL]: URL has a password in plain text, from ".env". ${FIX}`,
    ]);
  });

  it('finds one in commands, health checks and labels', () => {
    const healthCheck = {
      test: ['CMD', 'x', '--token', 'abc'],
      interval: 1,
      timeout: 1,
      retries: 1,
      startPeriod: 0,
    };
    const labels = { url: 'http://a:b@c', TOKEN: 'x', other: 'x', api_key: 'http://a:b@c' };
    const dev = [
      service({
        command: ['redis-server', '--requirepass', 'hunter2'],
        entrypoint: ['x', '--password=p'],
        healthCheck,
        labels,
      }),
    ];
    expect(found('no-literal-secret', { dev })).toEqual([
      ...['command', 'entrypoint', 'healthCheck', 'labels[url]'].map(
        (at) => `error dev/api ${at}: has a password in plain text. ${FIX}`,
      ),
      `error dev/api labels[TOKEN]: is in plain text. ${FIX}`,
      `error dev/api labels[api_key]: is in plain text. ${FIX}`,
    ]);
  });

  it('judges what the files have, not what a variable has here', () => {
    const api = built('api');
    const secret = (value: EnvironmentValue, label: EnvironmentValue) =>
      found('no-literal-secret', {
        dev: [
          {
            ...api,
            image: { ...api.image, args: { NPM_TOKEN: 'hunter2' } } as NonNullable<typeof api.image>,
            command: ['x', '--requirepass', 'hunter2'],
            labels: { token: 'hunter2' },
            asWritten: { command: value, 'labels[token]': label, 'image.args[NPM_TOKEN]': label },
          },
        ],
        tree: { 'api/Dockerfile': 'FROM x' },
      });
    expect(secret(['x --requirepass ', { secret: 'P' }], [{ secret: 'P' }])).toEqual([]);
    const fallback = { variable: 'P', fallback: 'changeme' };
    const end = 'falls back to a password in plain text. Fix: remove the fallback';
    expect(secret(['x --requirepass ', fallback], [fallback])).toEqual([
      `warning dev/api command: ${end}`,
      `warning dev/api labels[token]: ${end}`,
      `warning dev/api image.args[NPM_TOKEN]: build argument NPM_TOKEN ${end}`,
    ]);
  });

  it.each([
    'x --password $P',
    'x --password --next',
    'x --passwords p',
    'x --token /run/secrets/t',
    'x --token true',
    'password p',
    'redis-cli -a $P',
    'redis-cli ping ; x -a p',
    'redis-cli -ab p',
    'my-redis-clip -a p',
    'x -a p',
    'mysql -p',
    'mysql -p$P',
    'mysql -P3306',
    'mysqladmin ping --protocol tcp',
    'mysql & x -pp',
    'x -pp',
  ])('is silent about the command %s', (line) => {
    expect(found('no-literal-secret', { dev: [service({ command: line.split(' ') })] })).toEqual([]);
  });

  it.each([
    '--passwd',
    '--masterauth',
    '--secret',
    '--api-key',
    '--apikey',
    '-password',
  ])('knows the option %s', (option) => {
    expect(found('no-literal-secret', { dev: [service({ command: ['x', option, 'p'] })] })).toHaveLength(1);
  });

  it.each([
    'redis-server -a hunter2',
    'redis-cli -h redis -a hunter2 ping',
    'mysqladmin ping -phunter2',
    'mysql -phunter2 -h db',
    'mariadb-admin -u root -phunter2',
    'sh -c PGPASSWORD=hunter2 psql',
  ])('finds one in the command %s', (line) => {
    expect(found('no-literal-secret', { dev: [service({ command: line.split(' ') })] })).toEqual([
      `error dev/api command: has a password in plain text. ${FIX}`,
    ]);
  });

  it('finds one in each instruction of a Dockerfile that keeps it, at its line', () => {
    const text = [
      'FROM x',
      'ENV A=1 \\',
      '  # the password',
      '  DB_PASSWORD_FILE=/x \\',
      '  DB_PASSWORD=hunter2',
      'ONBUILD ENV TOKEN=hunter2',
      'ENV \\',
      '  PASSPHRASE hunter2',
      'RUN <<END',
      'ENV SECRET=hunter2',
      'END',
      'LABEL SECRET=hunter2',
      'ARG URL="http://a:b@c"',
      'ENV MY_PASS\\',
      'WORD=hunter2',
    ].join('\n');
    const lines = found('no-literal-secret', { dev: [built('api')], tree: { 'api/Dockerfile': text } });
    expect(
      lines.map((line) => /has (\w+) .*\(api\/Dockerfile:(\d+)\)/.exec(line)?.slice(1).join(' ')),
    ).toEqual([...['DB_PASSWORD 5', 'TOKEN 6', 'PASSPHRASE 8', 'URL 13', 'MY_PASSWORD 14']]);
  });

  it('finds one in a config that the file itself has', () => {
    const configs = {
      a: ['user=me\npassword=hunter2\n'],
      b: ['password=', { secret: 'P' }],
      c: ['password=', { variable: 'P', fallback: 'hunter2' }],
    };
    expect(found('no-literal-secret', { dev: [service()], configs })).toEqual([
      `error dev configs[a]: has a password in plain text. ${FIX}`,
      'warning dev configs[c]: falls back to a password in plain text. Fix: remove the fallback',
    ]);
  });

  it('finds one in build arguments and in the Dockerfile', () => {
    const fix = 'Fix: pass it to the container at run time, or to the build as a secret mount';
    const api = built('api');
    const image = {
      ...api.image,
      args: { NPM_TOKEN: 'x', MIRROR: 'http://a:b@c', VERSION: '1' },
    } as NonNullable<typeof api.image>;
    const tree: Tree = {
      'api/Dockerfile':
        'FROM x\nARG TOKEN\nENV A=1 API_KEY="abc"\nenv PASSWORD hunter2\nARG URL=http://a:b@c\nENV SECRET=$TOKEN\nRUN PASSWORD=1\n',
    };
    const at = (line: number) => `(api/Dockerfile:${line}). ${fix}`;
    expect(found('no-literal-secret', { dev: [{ ...api, image }], tree })).toEqual([
      `error dev/api image.args[NPM_TOKEN]: build argument NPM_TOKEN is in plain text. ${fix}`,
      `error dev/api image.args[MIRROR]: build argument MIRROR has a password in plain text. ${fix}`,
      `error dev/api image: the Dockerfile has API_KEY in plain text ${at(3)}`,
      `error dev/api image: the Dockerfile has PASSWORD in plain text ${at(4)}`,
      `error dev/api image: the Dockerfile has URL in plain text ${at(5)}`,
    ]);
    expect(found('no-literal-secret', { dev: [built('lost')] })).toEqual([]);
  });
});

describe('not-root', () => {
  const check = (user: string | undefined) =>
    found('not-root', { dev: [service({ image: { kind: 'external', reference: 'redis:7' }, user })] });

  it.each(['root', '0', '0:0', 'root:root', '00'])('finds %s', (user) => {
    expect(check(user)).toEqual([
      'error dev/api user: runs as root. Fix: name another user, or declare why it has to be root',
    ]);
  });

  it.each(['65534:65534', 'redis', '10:0', 'rooty', '100'])('is silent about %s', (user) => {
    expect(check(user)).toEqual([]);
  });

  it('goes by the USER of an image of ours where the service names none', () => {
    const own = (dockerfile: string, user?: string) =>
      found('not-root', {
        dev: [built('api', { user })],
        tree: { 'api/Dockerfile': `FROM x\n${dockerfile}` },
      });
    expect(own('USER app')).toEqual([]);
    expect(own('USER app\nUSER 0')).toEqual([
      'error dev/api user: runs as root (api/Dockerfile:3). Fix: name another user, or declare why it has to be root',
    ]);
    expect(own('USER root', 'app')).toEqual([]);
    expect(own('USER root', 'root')).toEqual([
      'error dev/api user: runs as root. Fix: name another user, or declare why it has to be root',
    ]);
    expect(own('USER $U')).toEqual([expect.stringMatching(/^note /)]);
  });

  it('says where only the image knows', () => {
    expect(check(undefined)).toEqual([
      'note dev/api user: runs as the user of its image redis:7, which may be root. Fix: name a user, or do nothing if the image names one',
    ]);
    expect(found('not-root', { dev: [built('api', { user: undefined })] })).toEqual([
      expect.stringContaining('user of its image, which'),
    ]);
  });
});

describe('read-only-root', () => {
  it('finds a container of prod that can write to its own files', () => {
    const world = (readOnlyRoot: boolean) => [service({ readOnlyRoot })];
    expect(found('read-only-root', { prod: world(false) })).toEqual([
      'warning prod/api readOnlyRoot: can write to its root file system. Fix: make it read-only, with /tmp in memory, or declare why it has to write',
    ]);
    expect(found('read-only-root', { prod: world(true) })).toEqual([]);
    expect(found('read-only-root', { dev: world(false) })).toEqual([]);
    expect(found('read-only-root', { prod: [service()] })).toEqual([]);
  });
});

describe('not-privileged', () => {
  it('finds a privileged container', () => {
    expect(found('not-privileged', { prod: [service({ privileged: true })] })).toEqual([
      'error prod/api privileged: is privileged. Fix: name the capabilities that it needs',
    ]);
    expect(found('not-privileged', { prod: [service({ privileged: false })], dev: [service()] })).toEqual([]);
  });
});

describe('used-exceptions', () => {
  const excused = (exceptions: Record<string, string>, rest = {}) => service({ exceptions, ...rest });

  it('finds an exception of no rule, and one for what nothing is found of, once for both modes', () => {
    const api = excused({ 'not-rot': 'typo', 'not-root': 'why', toString: 'x' });
    expect(found('used-exceptions', { dev: [api], prod: [api] })).toEqual([
      'warning dev/api exceptions[not-rot]: "not-rot" is not a rule. Fix: name the rule that is meant, or remove it',
      'warning dev/api exceptions[not-root]: excuses nothing: not-root finds nothing here. Fix: remove it',
      'warning dev/api exceptions[toString]: "toString" is not a rule. Fix: name the rule that is meant, or remove it',
    ]);
  });

  it('is silent about one that excuses something in one of the modes, and shows it there', () => {
    const world = {
      dev: [excused({ 'read-only-root': 'writes' })],
      prod: [excused({ 'read-only-root': 'writes' }, { readOnlyRoot: false })],
    };
    expect(found('used-exceptions', world)).toEqual([]);
    expect(found('read-only-root', world)).toEqual([expect.stringMatching(/ \[writes\]$/)]);
  });

  it('excuses the service that declares it, and no other', () => {
    const dev = [excused({ 'not-root': 'why' }), service({ name: 'b', user: 'root' })];
    expect(found('not-root', { dev })).toEqual([expect.stringMatching(/^error dev\/b .*root$/)]);
    expect(found('used-exceptions', { dev })).toHaveLength(1);
  });
});
