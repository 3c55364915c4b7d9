import { describe, expect, it } from 'vitest';
import type { CheckedService } from '../../lib/model/checked-system.js';
import { containerPort } from '../../lib/model/port.js';
import { bind, built, found, service, type Tree } from './world.js';

const published = (container: number, host?: number, address?: string) => ({
  container,
  ...(host === undefined ? {} : { host }),
  ...(address === undefined ? {} : { address }),
});
const health = (...test: string[]) => ({ test, interval: 2, timeout: 5, retries: 3, startPeriod: 60 });
const asset = service({ name: 'asset', container: 'acme-asset', published: [published(3002, 8002)] });
const calling = (environment: CheckedService['environment'], rest: Parameters<typeof service>[0] = {}) =>
  service({ name: 'api', environment, ...rest });

describe('urls-use-container-ports', () => {
  const check = (
    environment: CheckedService['environment'],
    target = asset,
    rest: Parameters<typeof service>[0] = {},
  ) => found('urls-use-container-ports', { dev: [calling(environment, rest), target] });

  it('finds the host port in place of the container port', () => {
    expect(check({ URL: ['http://asset:8002/x'] })).toEqual([
      'error dev/api environment[URL]: calls asset on port 8002, which is its host port. Fix: use its container port, 3002',
    ]);
  });

  it('finds a port that is not known: an error where the service says its port, else a warning', () => {
    const declared = service({ name: 'asset', port: containerPort(3002) });
    expect(check({ URL: ['http://asset:9'] }, declared)).toEqual([
      'error dev/api environment[URL]: calls asset on port 9, on which it is not known to serve. Fix: use its container port, 3002',
    ]);
    expect(check({ URL: ['http://asset:9'] })).toEqual([
      'warning dev/api environment[URL]: calls asset on port 9, on which it is not known to serve. Fix: EXPOSE it if it serves there, or use a known port, 3002',
    ]);
  });

  it.each([
    ['a URL without port', { URL: ['https://asset'] }, 'environment[URL]: calls asset on port 443'],
    ['a URL with a password', { URL: ['http://me:', { secret: 'P' }, '@asset:8002'] }, 'environment[URL]'],
    ['a URL among others', { URL: ['http://a.com,http://asset:8002,x'] }, 'environment[URL]'],
    ['a host and a port apart', { DB_HOST: ['asset'], DB_PORT: ['8002'] }, 'environment[DB_PORT]'],
    ["PostgreSQL's own names", { PGHOST: ['asset'], PGPORT: ['8002'] }, 'environment[PGPORT]'],
    ['HOST and PORT alone', { HOST: ['asset'], PORT: ['8002'] }, 'environment[PORT]'],
    ['a bare address', { BROKER: ['asset:8002'] }, 'environment[BROKER]'],
    ['the name of the container', { URL: ['http://acme-asset:8002'] }, 'environment[URL]'],
    ['capital letters', { URL: ['HTTP://asset:8002'] }, 'environment[URL]'],
    [
      'the fallback of a variable',
      { URL: ['http://asset:', { variable: 'P', fallback: '8002' }] },
      'calls asset on a port',
    ],
  ])('finds it in %s', (_, environment, text) => {
    expect(check(environment as CheckedService['environment'])).toEqual([expect.stringContaining(text)]);
  });

  it('knows the further ports that a service declares', () => {
    const declared = service({ name: 'asset', port: containerPort(3002), otherPorts: [containerPort(9100)] });
    expect(check({ URL: ['http://asset:9100'] }, declared)).toEqual([]);
    expect(check({ URL: ['http://asset:9101'] }, declared)).toHaveLength(1);
  });

  it('finds it in commands', () => {
    expect(check({}, asset, { command: ['wait', 'http://asset:8002'] })).toEqual([
      expect.stringContaining('dev/api command:'),
    ]);
    expect(check({}, asset, { entrypoint: ['wait', 'http://asset:8002'] })).toEqual([
      expect.stringContaining('dev/api entrypoint:'),
    ]);
  });

  it('reasons with the value that a variable has here, and does not show it', () => {
    const variables = { URL: 'http://asset:8002', P: '8002' };
    expect(
      check({ A: [{ secret: 'URL' }], B: ['http://asset:', { variable: 'P', fallback: '1' }] }, asset, {
        variables,
      }),
    ).toEqual([
      'error dev/api environment[A]: calls asset on a port, which is its host port. Fix: use its container port, 3002',
      'error dev/api environment[B]: calls asset on a port, which is its host port. Fix: use its container port, 3002',
    ]);
  });

  it.each([
    ['its container port', { URL: ['http://asset:3002/x?y'] }],
    ['another host', { URL: ['http://localhost:8002 http://asset.com:8002'] }],
    [
      'a host or port that nobody knows',
      { A: ['http://', { secret: 'H' }, ':8002'], B: ['http://asset:80', { secret: 'P' }] },
    ],
    ['a host that only begins like it', { URL: ['http://asset', { secret: 'X' }, ':8002'] }],
    ['a scheme without port', { URL: ['foo://asset'] }],
    [
      'text that is no address',
      {
        URL: ['asset:8002:x'],
        X: ['see asset:8002'],
        DB_HOST: ['asset'],
        DB_PORT: ['none'],
        GHOST: ['asset'],
      },
    ],
    ['a usual port that it need not publish', { URL: ['amqp://asset:5672'] }],
    ['a usual port that the URL leaves out', { URL: ['postgresql+asyncpg://asset/db'] }],
    ['a usual port of a protocol over https', { URL: ['redis+https://asset'] }],
  ])('is silent about %s', (_, environment) => {
    expect(check(environment as CheckedService['environment'])).toEqual([]);
  });

  it.each(['http', 'ws', 'wss', 'https'])('knows that %s has no port of its own', (scheme) => {
    expect(check({ URL: [`${scheme}://asset`] })).toEqual([
      expect.stringMatching(/^warning .* port (80|443),/),
    ]);
  });

  it('takes a usual port for known where that is all that is said, and nothing says another', () => {
    const declared = service({
      name: 'asset',
      port: containerPort(3001),
      published: [published(3002, 5672)],
    });
    const host = service({ name: 'asset', published: [published(3002, 5672)] });
    const urls = { unusual: ['amqp://asset:5673'], usual: ['amqp://asset:5672'], unknown: ['foo://asset'] };
    expect(check({ URL: urls.unusual })).toEqual([expect.stringMatching(/^warning .* port 5673,/)]);
    expect(check({ URL: urls.usual }, host)).toEqual([expect.stringMatching(/host port. Fix: .* 3002$/)]);
    expect(check({ URL: urls.usual }, declared)).toEqual([expect.stringMatching(/host port. Fix: .* 3002$/)]);
    expect(check({ URL: urls.unusual }, declared)).toEqual([
      expect.stringMatching(/^error .* Fix: .* 3001$/),
    ]);
    expect(check({ URL: ['redis://asset'] }, declared)).toEqual([expect.stringMatching(/^error .* 3001$/)]);
    expect(check({ URL: urls.unknown }, declared)).toEqual([]);
  });

  it('is silent about a service of which no port is known, and takes each known one', () => {
    const env = (port: number) => ({ URL: [`http://asset:${port}`] });
    expect(check(env(1), service({ name: 'asset' }))).toEqual([]);
    expect(
      check(
        env(90),
        service({
          name: 'asset',
          published: [published(1)],
          healthCheck: health('CMD', 'curl', 'http://localhost:90/'),
        }),
      ),
    ).toEqual([]);
    const tree: Tree = { 'asset/Dockerfile': 'FROM x\nEXPOSE 9\nCMD ["serve", "--port", "10"]\n' };
    const called = (port: number) =>
      found('urls-use-container-ports', { dev: [calling(env(port)), built('asset')], tree });
    expect(called(10)).toEqual([]);
    expect(called(9)).toEqual([
      'warning dev/api environment[URL]: calls asset on port 9, but its code listens on 10. Fix: use 10',
    ]);
    expect(found('urls-use-container-ports', { dev: [calling(env(11)), built('asset')], tree })).toHaveLength(
      1,
    );
  });
});

describe('urls-name-services', () => {
  const names = (...rest: string[]) => rest.map((name) => service({ name }));
  const check = (host: string, ...services: ReturnType<typeof service>[]) =>
    found('urls-name-services', { dev: [calling({ URL: [`http://${host}:1/`] }), ...services] });

  it.each([
    ['asset-svc', 'asset-service'],
    ['asset', 'asset-service'],
    ['asset_service', 'asset-service'],
    ['assets-dev', 'asset-service'],
    ['postgress', 'postgres'],
    ['postrges', 'postgres'],
    ['queux', 'queue'],
    ['queuexy', 'queue'],
    ['kafka', 'kafkaxy'],
  ])('finds %s, which %s is meant by', (host, name) => {
    expect(check(host, service({ name }))).toEqual([
      `error dev/api environment[URL]: calls "${host}", which is not a service of the system. Fix: call "${name}"`,
    ]);
  });

  it('warns of a name that is like none: it may be of another network', () => {
    expect(check('proxy', ...names('web', 'asset-service'))).toEqual([
      'warning dev/api environment[URL]: calls "proxy", which is not a service of the system. Fix: add the service, or use its real name',
    ]);
    expect(check('db', ...names('dc'))).toEqual([expect.stringMatching(/^warning/)]);
    expect(check('redises', ...names('redis-cache'))).toEqual([expect.stringMatching(/^warning/)]);
    for (const [host, name] of [
      ['host1', 'web'],
      ['myhost', 'web'],
      ['10x', 'web'],
      ['user', 'usex'],
      ['user', 'userxy'],
      ['queuexyz', 'queue'],
      ['queue', 'quxyz'],
    ] as const)
      expect(check(host, service({ name })), host).toEqual([expect.stringMatching(/^warning/)]);
  });

  it.each([
    'localhost',
    'host.docker.internal',
    'example.com',
    '127.0.0.1',
    '10',
    'gateway',
  ])('is silent about %s', (host) => {
    expect(check(host, ...names('web'))).toEqual([]);
  });

  it('is silent about services, and about what is no URL, or a variable’s', () => {
    expect(check('web', ...names('web'))).toEqual([]);
    const world = (environment: CheckedService['environment']) =>
      found('urls-name-services', { dev: [calling(environment)] });
    expect(world({ A: ['proxy:80'], DB_HOST: ['proxy'], DB_PORT: ['1'] })).toEqual([]);
    expect(world({ URL: [{ variable: 'U', fallback: 'http://proxy:1' }] })).toEqual([]);
  });
});

describe('the names of hosts', () => {
  const check = (rule: string, host: string, caller: Parameters<typeof service>[0]) =>
    found(rule, {
      dev: [calling({ URL: [`http://${host}:8002`] }, caller), { ...asset, aliases: ['goods'] }],
    });

  it.each(['goods', 'backend', 'asset', 'acme-asset'])('%s is a service of the system', (host) => {
    const caller = { hosts: { backend: 'asset' } };
    expect(check('urls-name-services', host, caller)).toEqual([]);
    expect(check('urls-use-container-ports', host, caller)).toHaveLength(1);
    expect(check('urls-are-waited-for', host, caller)).toHaveLength(1);
  });

  it('are known to the service alone that is told of them', () => {
    expect(check('urls-name-services', 'backend', {})).toHaveLength(1);
    expect(check('urls-name-services', 'backend', { hosts: { backend: 'gone' } })).toHaveLength(1);
    expect(check('urls-name-services', 'toString', { hosts: {} })).toHaveLength(1);
    expect(check('urls-use-container-ports', 'backend', {})).toEqual([]);
  });

  it('may be outside the system, whoever else is called so', () => {
    for (const host of ['outside', 'asset']) {
      const caller = { hosts: { [host]: null } };
      expect(check('urls-name-services', host, caller)).toEqual([]);
      expect(check('urls-use-container-ports', host, caller)).toEqual([]);
      expect(check('urls-are-waited-for', host, caller)).toEqual([]);
    }
  });
});

describe('urls-are-waited-for', () => {
  const check = (api: Parameters<typeof service>[0], ...others: ReturnType<typeof service>[]) =>
    found('urls-are-waited-for', {
      dev: [calling({ A: ['http://asset:1'], B: ['http://asset:1'] }, api), asset, ...others],
    });

  it('finds a service that is called and not waited for, once', () => {
    expect(check({})).toEqual([
      'warning dev/api environment[A]: calls asset and does not wait for it. Fix: make it depend on asset',
    ]);
  });

  it('is silent about where telemetry is sent to, which is tried again and again', () => {
    const sends = (name: string) =>
      found('urls-are-waited-for', { dev: [calling({ [name]: ['http://asset:4318'] }), asset] });
    expect(sends('OTEL_EXPORTER_OTLP_ENDPOINT')).toEqual([]);
    expect(sends('ASSETS')).toHaveLength(1);
  });

  it('is silent where it waits, by way of others too, about itself, and about two that call each other', () => {
    expect(check({ dependsOn: ['asset'] })).toEqual([]);
    expect(check({ dependsOn: ['b'] }, service({ name: 'b', dependsOn: ['lost', 'asset'] }))).toEqual([]);
    expect(
      found('urls-are-waited-for', { dev: [service({ environment: { U: ['http://api:1'] } })] }),
    ).toEqual([]);
    const back = service({ name: 'back', dependsOn: ['api'] });
    expect(found('urls-are-waited-for', { dev: [calling({ U: ['http://back:1'] }), back] })).toEqual([]);
  });
});

describe('one-port', () => {
  const check = (rest: Parameters<typeof service>[0], files: Tree = {}, dockerfile = '') =>
    found('one-port', {
      dev: [built('api', rest)],
      tree: { 'api/Dockerfile': `FROM x\nWORKDIR /app\nCOPY . .\n${dockerfile}`, ...files },
    });
  const python = 'CMD ["python", "main.py"]';
  const main = { 'api/main.py': 'import uvicorn\nuvicorn.run(\n    app,\n    port=3002,\n)\n' };

  it('finds a port that is published, asked, declared and EXPOSEd, and not the one of the code', () => {
    const rest = {
      port: containerPort(3000),
      published: [published(3000, 8002)],
      healthCheck: health('CMD', 'curl', 'http://localhost:3000/health'),
    };
    const end = 'but api/main.py:4 listens on 3002';
    expect(check(rest, main, `EXPOSE 3000\n${python}`)).toEqual([
      `error dev/api port: the service is declared to serve on 3000, ${end}. Fix: make it 3002`,
      `error dev/api published[8002]: publishes container port 3000, ${end}. Fix: make it 3002`,
      `error dev/api healthCheck: the health check asks port 3000, ${end}. Fix: make it 3002`,
      `warning dev/api image: the Dockerfile EXPOSEs 3000, ${end} (api/Dockerfile:4). Fix: make it 3002`,
    ]);
  });

  it('holds them against what is declared, then what is asked, then what is EXPOSEd', () => {
    const ports = { published: [published(1, 8)] };
    expect(check({ ...ports, port: containerPort(2), healthCheck: health('nc', 'localhost', '33') })).toEqual(
      [
        'error dev/api published[8]: publishes container port 1, but the service is declared to serve on 2. Fix: make it 2',
        'error dev/api healthCheck: the health check asks port 33, but the service is declared to serve on 2. Fix: make it 2',
      ],
    );
    expect(check({ ...ports, healthCheck: health('nc', 'localhost', '33') }, {}, 'EXPOSE 44')).toEqual([
      'warning dev/api published[8]: publishes container port 1, but the health check asks 33. Fix: make them the port that the code listens on',
      'warning dev/api image: the Dockerfile EXPOSEs 44, but the health check asks 33 (api/Dockerfile:4). Fix: make them the port that the code listens on',
    ]);
    expect(check({ published: [published(1)] }, {}, 'EXPOSE 44 45')).toEqual([
      'warning dev/api published[1]: publishes container port 1, but the Dockerfile EXPOSEs 44, 45. Fix: make them the port that the code listens on',
    ]);
  });

  it('holds them against the command', () => {
    expect(
      check({ published: [published(1, 8)], command: ['uvicorn', 'main:app', '--port', '3002'] }),
    ).toEqual([
      'error dev/api published[8]: publishes container port 1, but the command listens on 3002. Fix: make it 3002',
    ]);
  });

  it('advises any of several that the code listens on', () => {
    const two = { 'api/main.py': 'uvicorn.run(app, port=3002)\nuvicorn.run(admin, port=3003)\n' };
    expect(check({ published: [published(1, 8)] }, two, python)).toEqual([
      'error dev/api published[8]: publishes container port 1, but api/main.py:1 listens on 3002, 3003. Fix: make it 3002 or 3003',
    ]);
  });

  it('finds the code where the service runs it', () => {
    const files = { 'api/srv/main.py': main['api/main.py'] };
    const rest = { published: [published(1, 8)], command: ['python', 'main.py'] };
    expect(check({ ...rest, workdir: '/app/srv' }, files)).toEqual([
      expect.stringContaining('but api/srv/main.py:4 listens on 3002'),
    ]);
    expect(check(rest, files)).toEqual([]);
  });

  it('is silent where all agree, where one of several does, and where nothing is said', () => {
    const right = {
      port: containerPort(3002),
      published: [published(3002, 1)],
      healthCheck: health('curl', 'http://localhost:3002'),
    };
    expect(check(right, main, `EXPOSE 3002\n${python}`)).toEqual([]);
    expect(check({ published: [published(9), published(3002)] }, main, `EXPOSE 1 3002\n${python}`)).toEqual(
      [],
    );
    expect(check({ published: [published(9)] })).toEqual([]);
    expect(check({}, main, python)).toEqual([]);
    expect(check({ published: [{ ...published(53, 53), protocol: 'udp' as const }] }, main, python)).toEqual(
      [],
    );
  });

  it('takes a second port for health where the service has it', () => {
    const second = {
      published: [published(3002), published(9000)],
      healthCheck: health('curl', 'http://localhost:9000'),
    };
    expect(check(second, main, python)).toEqual([]);
    expect(check({ ...second, published: [published(3002)] }, main, `EXPOSE 3002 9000\n${python}`)).toEqual(
      [],
    );
    expect(check({ ...second, published: [published(3002)] }, main, python)).toHaveLength(1);
    expect(check({ ...second, published: [published(9000)] }, main, python)).toHaveLength(2);
  });

  it('reads the HEALTHCHECK of an image of ours where the service says none', () => {
    const dockerfile = `HEALTHCHECK CMD curl http://localhost:3000/\n${python}`;
    expect(check({}, main, dockerfile)).toEqual([
      'error dev/api healthCheck: the health check asks port 3000, but api/main.py:4 listens on 3002 (api/Dockerfile:4). Fix: make it 3002',
    ]);
    expect(check({ healthCheck: health('curl', 'http://localhost:3002') }, main, dockerfile)).toEqual([]);
    expect(check({ healthCheck: health('curl', 'http://localhost:1234') }, main, dockerfile)).toEqual([
      'error dev/api healthCheck: the health check asks port 1234, but api/main.py:4 listens on 3002. Fix: make it 3002',
    ]);
    expect(check({ healthCheck: health('NONE') }, main, dockerfile)).toEqual([]);
    expect(check({ published: [published(1)] }, {}, 'HEALTHCHECK CMD curl http://localhost:3000/')).toEqual([
      expect.stringContaining('but the health check asks 3000.'),
    ]);
  });

  describe('of an image from elsewhere', () => {
    const external = (rest: Parameters<typeof service>[0]) =>
      found('one-port', { dev: [service({ image: { kind: 'external', reference: 'x' }, ...rest })] });
    const asked = { healthCheck: health('curl', 'http://localhost:9000/health') };

    it('cannot prove that the port for its health is the only one', () => {
      const FIX = 'Fix: nothing, if it serves on both';
      expect(external({ ...asked, published: [published(8080, 8)] })).toEqual([
        `note dev/api published[8]: publishes container port 8080, but the health check asks 9000. ${FIX}`,
      ]);
      expect(external({ ...asked, port: containerPort(8080), published: [published(8080)] })).toEqual([
        `note dev/api healthCheck: the health check asks port 9000, but the service is declared to serve on 8080. ${FIX}`,
      ]);
    });

    it('finds another port than the command or the declaration says', () => {
      const command = ['uvicorn', '--port', '3002'];
      expect(external({ ...asked, command })).toEqual([
        expect.stringMatching(/^error .* the health check asks port 9000, but the command listens on 3002/),
      ]);
      expect(external({ command, published: [published(1)] })).toEqual([expect.stringMatching(/^error /)]);
      expect(external({ port: containerPort(2), published: [published(1)] })).toEqual([
        expect.stringMatching(/^error /),
      ]);
    });

    it('takes a further port that is declared beside the one the service is for', () => {
      const declared = { port: containerPort(3002), otherPorts: [containerPort(9100)] };
      expect(external({ ...declared, published: [published(9100)] })).toEqual([]);
      expect(external({ ...declared, published: [published(9101)] })).toHaveLength(1);
    });

    it('takes a console beside the port that the health check asks', () => {
      const command = ['server', '/data', '--console-address', ':9001'];
      expect(external({ ...asked, command, published: [published(9001)] })).toEqual([]);
      expect(external({ command, published: [published(9002)] })).toEqual([]);
      expect(external({ ...asked, command, published: [published(9002)] })).toHaveLength(1);
    });
  });

  it('takes a port for health alone where the Dockerfile EXPOSEs it with the published one', () => {
    const rest = { healthCheck: health('curl', 'http://localhost:9000') };
    expect(check({ ...rest, published: [published(8080)] }, {}, 'EXPOSE 8080 9000')).toEqual([]);
    expect(check({ ...rest, published: [published(1, 8)] }, {}, 'EXPOSE 8080 9000')).toEqual([
      'warning dev/api published[8]: publishes container port 1, but the Dockerfile EXPOSEs 8080, 9000. Fix: make them the port that the code listens on',
    ]);
  });

  it.each([
    'debugpy --listen 0.0.0.0:5678 -m uvicorn main:app --port 8000',
    'debugpy --listen 5678 -m uvicorn main:app --port 8000',
    'node --inspect=0.0.0.0:5678 server.js --port 8000',
    'node --inspect-brk=5678 server.js --port 8000',
    'minio server --console-address :5678 --port 8000',
  ])('takes the second port of %s', (line) => {
    const command = line.split(' ');
    expect(check({ command, published: [published(5678)] })).toEqual([]);
    expect(check({ command, published: [published(8000)] })).toEqual([]);
    expect(check({ command, published: [published(1)] })).toEqual([
      expect.stringContaining('but the command listens on 8000. Fix: make it 8000'),
    ]);
  });

  it.each([
    'comfyui --listen 127.0.0.1 --port 8000',
    'x --inspected 127 --port 8000',
    'x--listen 127 --port 8000',
  ])('takes no second port of %s', (line) => {
    expect(check({ command: line.split(' '), published: [published(127)] })).toHaveLength(1);
  });

  it('reads the code behind a debugger', () => {
    const command = ['python', '-m', 'debugpy', '--listen', '0.0.0.0:5678', 'main.py'];
    expect(check({ command, published: [published(1, 8)] }, main)).toEqual([
      'error dev/api published[8]: publishes container port 1, but api/main.py:4 listens on 3002. Fix: make it 3002',
    ]);
  });

  it.each([
    ['curl http://localhost/health', 80],
    ['curl https://127.0.0.1/', 443],
    ['wget http://[::1]:5000/', 5000],
    ['nc -z 127.0.0.1 5000', 5000],
    ['python -c create_connection(("127.0.0.1", 5000), 4)', 5000],
    ['python -c connect(("0.0.0.0",5000))', 5000],
    ['curl -f http://localhost', 80],
    ['curl "http://localhost"', 80],
    ['nc -z localhost  5000', 5000],
    ['nc -z [::1] 5000', 5000],
    ["connect('localhost' , 5000)", 5000],
    ['connect(localhost : 5000)', 5000],
    ['pg_isready -U me -p 5000', 5000],
    ['redis-cli -p5000 ping', 5000],
    ['redis-cli -p  5000 ping', 5000],
    ['mysqladmin -P 5000 ping', 5000],
    ['redis-cli -p 5000 ping', 5000],
  ])('reads the health check %s', (line, port) => {
    const asked = { published: [published(1)], healthCheck: health('CMD-SHELL', line) };
    expect(check(asked)).toEqual([expect.stringContaining(`but the health check asks ${port}.`)]);
  });

  it.each([
    'curl http://other:5000/',
    'true',
    'pg_isready -U me',
    'curl http://localhosts/',
  ])('reads no port in %s', (line) => {
    expect(check({ published: [published(1)], healthCheck: health('CMD-SHELL', line) })).toEqual([]);
  });

  it.each([
    ['uvicorn main:app --port 3002', 3002],
    ['uvicorn main:app --port=3002', 3002],
    ['flask run -p 3002', 3002],
    ['gunicorn -b 0.0.0.0:3002 main:app', 3002],
    ['gunicorn --bind=:3002 main:app', 3002],
    ['python manage.py runserver 0.0.0.0:3002', 3002],
    ['python manage.py runserver 3002', 3002],
    ['python -m http.server 3002', 3002],
  ])('reads the command %s', (line, port) => {
    expect(check({ published: [published(1)], command: line.split(' ') })).toEqual([
      expect.stringContaining(`but the command listens on ${port}.`),
    ]);
  });

  it.each([
    'ssh -p 3002 host',
    'uvicorn main:app',
    'export 3002',
    'x--port 3002',
  ])('reads no port in the command %s', (line) => {
    expect(check({ published: [published(1)], command: line.split(' ') })).toEqual([]);
  });

  it.each([
    ['uvicorn.run(app, port=3002)', 1],
    ['app.run(host="0.0.0.0", port = 3002, debug=f(1))', 1],
    ['PORT: int = 3002  # ours\n\nuvicorn.run(app,\n  port=PORT)', 4],
    ['PORT = 3002\nserve(Service(a=f(), port=PORT))', 2],
    ['HTTPServer(("", 3002), Handler).serve_forever()', 1],
    ['if x:\n    web.run_app(app, port=3002)', 2],
  ])('reads the Python %j', (text, line) => {
    expect(check({ published: [published(1)] }, { 'api/main.py': text }, python)).toEqual([
      expect.stringContaining(`but api/main.py:${line} listens on 3002.`),
    ]);
  });

  it.each([
    '# uvicorn.run(app, port=3002)',
    'uvicorn.run(app)\nconnect(port=3002)',
    'uvicorn.run(app, port=int(env("PORT", 3002)))',
    'uvicorn.run(app, port=PORT)',
    'connect(port=3002)',
    'uvicorn.run(app, port=settings.port)',
  ])('reads no port in the Python %j', (text) => {
    expect(check({ published: [published(1)] }, { 'api/main.py': text }, python)).toEqual([]);
  });

  it('names all ports, by the first that is published for TCP', () => {
    const udp = { ...published(53), protocol: 'udp' };
    expect(check({ port: containerPort(3), published: [udp, published(1, 8), published(2)] })).toEqual([
      'error dev/api published[8]: publishes container port 1, 2, but the service is declared to serve on 3. Fix: make it 3',
    ]);
    expect(check({ port: containerPort(3), published: [published(1)] })).toEqual([
      expect.stringContaining('dev/api published[1]: publishes container port 1, but'),
    ]);
  });

  it('takes a health check that asks the port among others', () => {
    const healthCheck = health('CMD-SHELL', 'nc localhost 1000 && nc localhost 2000');
    expect(check({ port: containerPort(1000), healthCheck })).toEqual([]);
    expect(check({ port: containerPort(2000), healthCheck })).toEqual([]);
    expect(check({ port: containerPort(3000), healthCheck })).toEqual([
      expect.stringContaining('asks port 1000, 2000, but'),
    ]);
    expect(check({ published: [published(3000)], healthCheck }, {}, 'EXPOSE 3000 2000')).toEqual([]);
  });

  it('reads the file that the container sees: the mounted one, by its own working directory', () => {
    const files = { 'api/main.py': 'serve(port=1)', 'api/new.py': 'serve(port=3002)' };
    const rest = { published: [published(1)], mounts: [bind('api/new.py', '/app/main.py')] };
    expect(check(rest, files, python)).toEqual([expect.stringContaining('but api/new.py:1 listens on 3002')]);
    const absolute = { ...rest, command: ['python', '/app/main.py'] };
    expect(check(absolute, files)).toEqual([expect.stringContaining('api/new.py:1')]);
    const covered = {
      ...rest,
      mounts: [{ type: 'volume' as const, volume: 'v', target: '/app', readOnly: false }],
    };
    expect(check(covered, files, python)).toEqual([]);
    const entry = { ...rest, entrypoint: ['python'], mounts: [] };
    expect(check(entry, files, python)).toEqual([]);
    expect(check(entry, files, `ENTRYPOINT ["python", "new.py"]\n${python}`)).toEqual([]);
    expect(check({ published: [published(1)] }, files, 'ENTRYPOINT ["python", "new.py"]')).toHaveLength(1);
  });

  it('reads JavaScript, a script of package.json, and the configuration of Vite', () => {
    const rest = { published: [published(1)] };
    const listen = { 'api/server.js': '// app.listen(1)\napp.listen(3002);' };
    expect(check(rest, listen, 'CMD ["node", "server.js"]')).toEqual([
      expect.stringContaining('api/server.js:2 listens on 3002'),
    ]);
    const json = {
      ...listen,
      'api/package.json': JSON.stringify({
        scripts: { start: 'node server.js', dev: 'vite --host', loop: 'npm run loop', no: 1 },
      }),
    };
    expect(check(rest, json, 'CMD ["npm", "start"]')).toEqual([expect.stringContaining('api/server.js:2')]);
    const vite = {
      ...json,
      'api/vite.config.ts': 'export default {\n  server: { host: true,\n    port: 3002 } }',
    };
    expect(check(rest, vite, 'CMD ["npm", "run", "dev"]')).toEqual([
      expect.stringContaining('api/vite.config.ts:3 listens on 3002'),
    ]);
    for (const script of ['loop', 'no', 'toString', 'gone'])
      expect(check(rest, vite, `CMD ["npm", "run", "${script}"]`)).toEqual([]);
    for (const text of ['{', '[]', 'null', '{"scripts":3}'])
      expect(check(rest, { 'api/package.json': text }, 'CMD ["npm", "start"]')).toEqual([]);
    expect(check(rest, {}, 'CMD ["npm", "start"]')).toEqual([]);
  });

  it.each(['a.js', 'a.cjs', 'a.mjs', 'a.ts', 'a.cts', 'a.mts'])('reads %s as JavaScript', (name) => {
    const files = { [`api/${name}`]: 'app.listen(3002)' };
    expect(check({ published: [published(1)] }, files, `CMD ["node", "${name}"]`)).toHaveLength(1);
  });

  it.each(['a.jsx', 'a.xjs', 'a.js.bak', 'ajs'])('does not read %s as JavaScript', (name) => {
    const files = { [`api/${name}`]: 'app.listen(3002)' };
    expect(check({ published: [published(1)] }, files, `CMD ["node", "${name}"]`)).toEqual([]);
  });

  it.each(['js', 'ts', 'mjs', 'mts'])('reads vite.config.%s where Vite itself is started', (end) => {
    const files = { [`api/vite.config.${end}`]: 'export default { server: { port: 3002 } }' };
    const rest = { published: [published(1)] };
    expect(check(rest, files, 'CMD ["npx", "vite", "--host"]')).toHaveLength(1);
    // a script that nobody can read may start anything
    expect(check(rest, files, 'CMD ["npm", "run", "vite"]')).toEqual([]);
    expect(check(rest, files, 'CMD ["invite"]')).toEqual([]);
  });

  it('reads no file that is not there', () => {
    const rest = { published: [published(1)], mounts: [bind('api/gone.py', '/app/main.py')] };
    expect(check(rest, main, python)).toEqual([]);
    expect(check({ ...rest, mounts: [bind('gone', '/etc/nginx')] }, {}, '')).toEqual([]);
  });

  it('reads what a shell starts in the end', () => {
    const rest = { published: [published(3001, 3000)] };
    const json = { 'api/package.json': JSON.stringify({ scripts: { dev: 'next dev -p 3000' } }) };
    const command = ['sh', '-c', 'npm install && npm run dev'];
    expect(check({ ...rest, command }, json)).toEqual([
      'error dev/api published[3000]: publishes container port 3001, but the command listens on 3000. Fix: make it 3000',
    ]);
    const sh = { 'api/start.sh': 'cd web && exec node server.js', 'api/web/server.js': 'app.listen(3000)' };
    expect(check({ ...rest, command: ['./start.sh'] }, sh)).toEqual([
      expect.stringContaining('but api/web/server.js:1 listens on 3000'),
    ]);
    const debug = ['sh', '-c', 'node --inspect=0.0.0.0:3001 server.js'];
    expect(check({ ...rest, command: debug }, { 'api/server.js': 'app.listen(3000)' })).toEqual([]);
  });

  it('reads the configuration of nginx, baked or mounted', () => {
    const rest = { published: [published(80, 8)] };
    const conf = { 'api/my.conf': 'server {\n  # listen 80;\n  listen 0.0.0.0:3000;\n}' };
    const says = [expect.stringContaining('but api/my.conf:3 listens on 3000')];
    expect(check(rest, conf, 'CMD ["nginx", "-c", "/app/my.conf"]')).toEqual(says);
    expect(check(rest, conf, 'COPY my.conf /etc/nginx/conf.d/default.conf')).toEqual(says);
    const nginx = (mount: ReturnType<typeof bind>) =>
      found('one-port', { dev: [service({ ...rest, mounts: [mount] })], tree: conf });
    expect(nginx(bind('api/my.conf', '/etc/nginx/conf.d/default.conf'))).toEqual(says);
    expect(nginx(bind('api', '/etc/nginx/conf.d/'))).toEqual(says);
    expect(nginx(bind('api', '/etc/other'))).toEqual([]);
    expect(check({ published: [published(3000)] }, conf, 'CMD ["nginx", "-c", "my.conf"]')).toEqual([]);
    const baked = 'COPY my.conf /etc/nginx/conf.d/default.conf';
    expect(check(rest, conf, `${baked}\nCMD ["nginx", "-g", "daemon off;"]`)).toEqual(says);
    expect(check(rest, conf, `${baked}\nCMD ["gunicorn", "-c", "/app/my.conf"]`)).toEqual(says);
    expect(check(rest, conf, 'CMD ["gunicorn", "-c", "/app/my.conf"]')).toEqual([]);
    // of another program's port the files of nginx say nothing
    for (const other of ['["npm", "start"]', '["python", "gone.py"]', '["node", "gone.js"]'])
      expect(check(rest, conf, `${baked}\nCMD ${other}`), other).toEqual([]);
    for (const path of [
      '/x/etc/nginx/a.conf',
      '/etc/nginx/a.conf.bak',
      '/etc/nginx/aconf',
      '/etc/nginxy/a.conf',
    ])
      expect(check(rest, conf, `COPY my.conf ${path}`), path).toEqual([]);
  });
});

describe('health-is-served', () => {
  const MAIN =
    'import uvicorn\n\n@app.get("/greeting")\ndef greet():\n    ...\n\nuvicorn.run(app, port=3000)\n';
  const get = health('CMD', 'curl', '-f', 'http://localhost:3000/health');
  const dockerfile = (command: string) => `FROM x\nWORKDIR /app\nCOPY . /app\nCMD ${command}\nUSER 1\n`;
  const check = (tree: Tree, healthCheck = get, command = '["python", "main.py"]') =>
    found('health-is-served', {
      dev: [built('api', { healthCheck }, { shared: true })],
      tree: { 'api/Dockerfile': dockerfile(command), ...tree },
    });
  const ASKS = 'warning dev/api healthCheck: asks GET /health, and no code of it has that route';

  it('finds a route that is asked for and in no code, at the first that there is', () => {
    expect(check({ 'api/main.py': MAIN })).toEqual([
      `${ASKS} (api/main.py:3). Fix: add the route, or ask one that there is: /greeting`,
    ]);
  });

  it.each([
    ['a socket', health('CMD', 'python', '-c', 's.send(b"GET /health HTTP/1.0")'), undefined, {}],
    [
      'a server that is a program',
      get,
      '["uvicorn", "main:app"]',
      { 'api/main.py': MAIN.replace(/uvicorn.run.*/, '') },
    ],
    ['a comment on it', get, undefined, { 'api/main.py': `"""GET /health"""\n# health\n${MAIN}` }],
    ['code of another language', get, undefined, { 'api/x.js': 'app.get("/health")' }],
    ['Node', get, '["node", "main.js"]', { 'api/main.js': "app.get('/greeting', f);\napp.listen(3000);" }],
  ])('finds it asked for with %s', (_, healthCheck, command, tree) => {
    expect(check({ 'api/main.py': MAIN, ...tree }, healthCheck, command)).toEqual([
      expect.stringContaining(ASKS),
    ]);
  });

  it.each<[string, Tree, string?]>([
    ['the program has it', { 'api/main.py': `${MAIN}@app.get("/health")` }],
    ['another file has it', { 'api/main.py': MAIN, 'api/health.py': '@router.get("/health")' }],
    ['shared code has it', { 'api/main.py': MAIN, 'shared/base.py': 'route("/health")' }],
    [
      'a package may have it',
      { 'api/main.py': MAIN.replace('uvicorn.run(app, port=3000)', 'acme.serve(app)') },
    ],
    ['every path is answered', { 'api/main.py': `${MAIN}@app.get("/{rest:path}")` }],
    ['there are no plain routes', { 'api/main.py': 'uvicorn.run(app, port=3000)' }],
    ['what is started is not known', { 'api/main.py': MAIN }, '["./start"]'],
    [
      'static files are served',
      { 'api/m.js': 'app.use(express.static("x"));app.get("/a");app.listen(1)' },
      '["node", "m.js"]',
    ],
  ])('is silent where %s', (_, tree, command) => {
    expect(check(tree, get, command)).toEqual([]);
  });

  it.each([
    ['no path', health('CMD', 'curl', 'http://localhost:3000/')],
    ['another host', health('CMD', 'curl', 'http://db:3000/health')],
    ['a program', health('CMD', 'pg_isready')],
  ])('is silent where the health check asks %s', (_, healthCheck) => {
    expect(check({ 'api/main.py': MAIN }, healthCheck)).toEqual([]);
  });
});

describe('unique-host-ports', () => {
  const check = (...ports: CheckedService['published'][number][]) =>
    found('unique-host-ports', {
      dev: ports.map((port, i) => service({ name: `s${i}`, published: [port] })),
    });
  const at = (name: string, holder: string) =>
    `error dev/${name} published[8000]: host port 8000 is also used by ${holder}. Fix: give one of them another host port`;

  it('finds the second and the third holder of a port', () => {
    expect(check(published(1, 8000), published(2, 8000), published(3, 8000))).toEqual([
      at('s1', 's0'),
      at('s2', 's0'),
    ]);
  });

  it.each([
    undefined,
    '0.0.0.0',
    '::',
    '[::]',
    '',
  ])('finds a port of %j beside one of an address', (address) => {
    const one = published(1, 8000, '127.0.0.1');
    expect(check(one, published(2, 8000, address))).toEqual([at('s1', 's0')]);
    expect(check(published(2, 8000, address), one)).toEqual([at('s1', 's0')]);
  });

  it('finds a service that publishes one port twice', () => {
    expect(
      found('unique-host-ports', { dev: [service({ published: [published(1, 8000), published(2, 8000)] })] }),
    ).toHaveLength(1);
  });

  it('is silent about other addresses, protocols and ports, about ports that the engine chooses, and between modes', () => {
    expect(check(published(1, 8000, '127.0.0.1'), published(1, 8000, '127.0.0.2'))).toEqual([]);
    expect(check(published(1, 8000, '127.0.0.1'), published(1, 8000, '127.0.0.1'))).toEqual([at('s1', 's0')]);
    expect(check(published(1, 8000), { ...published(1, 8000), protocol: 'udp' })).toEqual([]);
    expect(check(published(1, 8000), published(1, 8001), published(1), published(1))).toEqual([]);
    const api = [service({ published: [published(1, 8000)] })];
    expect(found('unique-host-ports', { dev: api, prod: api })).toEqual([]);
  });

  it('is silent about services that profiles keep apart, and finds those that meet', () => {
    const ollama = (name: string, ...profiles: string[]) =>
      service({ name, published: [published(1, 8000)], ...(profiles.length > 0 ? { profiles } : {}) });
    const inDev = (...dev: ReturnType<typeof service>[]) => found('unique-host-ports', { dev });
    expect(inDev(ollama('cpu', 'cpu'), ollama('gpu', 'gpu', 'all'))).toEqual([]);
    expect(inDev(ollama('cpu', 'cpu', 'all'), ollama('gpu', 'gpu', 'all'))).toEqual([at('gpu', 'cpu')]);
    expect(inDev(ollama('cpu', 'cpu'), ollama('gpu'))).toEqual([at('gpu', 'cpu')]);
    expect(inDev(ollama('cpu'), ollama('gpu', 'gpu'))).toEqual([at('gpu', 'cpu')]);
    expect(inDev(ollama('cpu', 'cpu'), ollama('gpu', 'gpu'), ollama('two', 'gpu'))).toEqual([
      at('two', 'gpu'),
    ]);
  });
});

describe('unique-container-names', () => {
  it('finds a name that two containers have, in one mode or in both', () => {
    const api = service({ container: 'acme-api' });
    const world = {
      dev: [api, service({ name: 'b', container: 'acme-api' })],
      prod: [api, service({ name: 'c' }), service({ name: 'd' })],
    };
    const problem =
      'container: container name "acme-api" is also used by dev/api. Fix: name it after its mode and service';
    expect(found('unique-container-names', world)).toEqual([
      `error dev/b ${problem}`,
      `error prod/api ${problem}`,
    ]);
    expect(
      found('unique-container-names', { dev: [api], prod: [service({ container: 'acme-api-clean' })] }),
    ).toEqual([]);
  });

  it('is silent about services that profiles keep apart, and finds one that meets the second of them', () => {
    const ollama = (name: string, profile: string) =>
      service({ name, container: 'ollama', profiles: [profile] });
    const dev = [ollama('cpu', 'cpu'), ollama('gpu', 'gpu')];
    expect(found('unique-container-names', { dev })).toEqual([]);
    expect(found('unique-container-names', { dev: [...dev, ollama('two', 'gpu')] })).toEqual([
      expect.stringMatching(/^error dev\/two .* used by dev\/gpu\./),
    ]);
  });
});

describe('known-dependencies', () => {
  it('finds a service that waits for one the system does not have', () => {
    expect(
      found('known-dependencies', {
        prod: [service({ dependsOn: ['db', 'cache'] }), service({ name: 'db' })],
      }),
    ).toEqual([
      'error prod/api dependsOn[cache]: waits for "cache", which the system does not have. Fix: add cache to the system',
    ]);
  });
});

describe('no-dependency-cycle', () => {
  const check = (edges: Readonly<Record<string, string[]>>) =>
    found('no-dependency-cycle', {
      dev: Object.entries(edges).map(([name, dependsOn]) => service({ name, dependsOn })),
    });
  const cycle = (name: string, next: string, way: string) =>
    `error dev/${name} dependsOn[${next}]: waits for itself: ${way}. Fix: remove one of these dependencies`;

  it('finds a circle once, the shortest way round', () => {
    expect(check({ a: ['b', 'c'], b: ['d'], d: ['c', 'a'], c: ['a'], x: ['a'] })).toEqual([
      cycle('a', 'b', 'a → b → d → a'),
      cycle('c', 'a', 'c → a → c'),
    ]);
    expect(check({ a: ['a'] })).toEqual([cycle('a', 'a', 'a → a')]);
    expect(check({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] })).toEqual([
      cycle('a', 'b', 'a → b → a'),
      cycle('c', 'd', 'c → d → c'),
    ]);
  });

  it('is silent where there is none', () => {
    expect(check({ a: ['b', 'c'], b: ['c'], c: ['lost'] })).toEqual([]);
  });
});
