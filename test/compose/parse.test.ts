// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables
import { describe, expect, it } from 'vitest';
import { parseCompose } from '../../lib/compose/read/parse.js';
import type { ComposeOptions } from '../../lib/compose/read/parsed.js';
import { renderCompose } from '../../lib/compose/write/render.js';
import { CONVENTIONS } from '../conventions.js';
import { bind, serviceSpec, systemSpec, volume } from '../spec.js';

function parse(
  files: Readonly<Record<string, string>>,
  main = ['compose.yml'],
  env: ComposeOptions['env'] = {},
) {
  const disk = new Map(Object.entries(files).map(([path, text]) => [`/src/${path}`, text]));
  return parseCompose(
    main.map((path) => ({ path: `/src/${path}`, text: files[path] ?? '' })),
    { mode: 'dev', root: '/src', conventions: CONVENTIONS, env, readFile: (path) => disk.get(path) },
  );
}

function service(lines: string, rest = '') {
  const indented = lines.replaceAll(/^(?=.)/gm, '    ');
  return parse({ 'compose.yml': `name: acme\nservices:\n  a:\n${indented}\n${rest}` });
}

describe('a service of a Compose file', () => {
  it('has its mounts, those below the source root relative to it', () => {
    const { system } = service(
      'volumes: ["./x:/x:ro", "../y:/y/", "dd:/d", "/anon", "C:\\\\a:/c"]',
      'volumes: {dd: }',
    );
    expect(system.services[0]?.mounts).toEqual([
      { type: 'bind', source: 'x', target: '/x', readOnly: true },
      { type: 'bind', source: '/y', target: '/y', readOnly: false },
      { type: 'volume', volume: 'acme_dd', target: '/d', readOnly: false },
      { type: 'volume', target: '/anon', readOnly: false },
      { type: 'bind', source: 'C:\\a', target: '/c', readOnly: false },
    ]);
  });

  it('has a volume that is a directory of the host as the bind mount that it is', () => {
    const options = (text: string) => `{driver_opts: {${text}}}`;
    const { system, leftOut } = parse(
      {
        'compose.yml': `name: acme\ninclude: [sub/c.yml]\nservices: {a: {image: x, volumes: ["aa:/a", "bb:/b:ro", "cc:/c", "ee:/e", "ff:/f"]}}\nvolumes:\n  aa: ${options('type: none, o: bind, device: ./api')}\n  bb: {driver: local, driver_opts: {o: "rw,rbind", device: /srv}}\n  cc: ${options('o: "bind,ro", device: "${D}"')}\n  ee: {driver: other, driver_opts: {o: bind, device: ./x}}\n  ff: ${options('o: unbind, device: ./y')}\n`,
        'sub/c.yml': `services: {b: {image: x, volumes: ["inc:/i"]}}\nvolumes: {inc: ${options('o: bind, device: ./api')}}`,
      },
      ['compose.yml'],
      { D: '.' },
    );
    expect(system.services.flatMap(({ mounts }) => mounts)).toEqual(
      expect.arrayContaining([
        { type: 'bind', source: 'api', target: '/a', readOnly: false },
        { type: 'bind', source: '/srv', target: '/b', readOnly: true },
        { type: 'bind', source: '.', target: '/c', readOnly: true },
        { type: 'volume', volume: 'acme_ee', target: '/e', readOnly: false },
        { type: 'volume', volume: 'acme_ff', target: '/f', readOnly: false },
        { type: 'bind', source: 'sub/api', target: '/i', readOnly: false },
      ]),
    );
    expect(leftOut.map(({ text }) => text)).toEqual([
      'volume ee is kept in ./x, which is not checked',
      'volume ff is kept in ./y, which is not checked',
    ]);
  });

  it('has its ports, a range as its ports', () => {
    const { system } = service('ports: ["127.0.0.1:8000-8001:80-81", "53:53/udp", 9000]');
    expect(system.services[0]?.published).toEqual([
      { container: 80, host: 8000, address: '127.0.0.1' },
      { container: 81, host: 8001, address: '127.0.0.1' },
      { container: 53, host: 53, protocol: 'udp' },
      { container: 9000 },
    ]);
  });

  it('has in its environment what the file says, and beside it what this machine has for its variables', () => {
    const files = {
      'compose.yml':
        'services: {a: {image: x, env_file: a.env, environment: {P: "${PW}", U: "db://${H:-db}:$PORT"}}}',
      'a.env': 'TOKEN=t\n',
      '.env': 'PW=hunter2',
    };
    const [a] = parse(files, ['compose.yml'], { PORT: '5432' }).system.services;
    expect(a).toMatchObject({
      environment: {
        TOKEN: ['t'],
        P: [{ secret: 'PW' }],
        U: ['db://', { variable: 'H', fallback: 'db' }, ':', { secret: 'PORT' }],
      },
      variables: { PW: 'hunter2', PORT: '5432' },
      fromEnvFile: { TOKEN: 'a.env' },
    });
  });

  it('has beside its texts what the file says where variables are in them', () => {
    const text =
      'services: {a: {build: {context: ., args: [T=$T, U]}, command: "x -a ${P:-p}", entrypoint: [y, "$T", z$T], ' +
      'healthcheck: {test: [CMD, "$T"]}, labels: {l: "$T", m: n}}, b: {image: x, command: y, healthcheck: {test: "z $T"}}}';
    const [a, b] = parse({ 'compose.yml': text }, ['compose.yml'], { T: 'hunter2', U: 'u' }).system.services;
    const secret = { secret: 'T' };
    expect(a?.asWritten).toEqual({
      command: ['x -a ', { variable: 'P', fallback: 'p' }],
      entrypoint: ['y ', secret, ' z', secret],
      healthCheck: ['CMD ', secret],
      'labels[l]': [secret],
      'image.args[T]': [secret],
      'image.args[U]': [{ secret: 'U' }],
    });
    expect(b?.asWritten).toEqual({ healthCheck: ['z ', secret] });
    expect(a).toMatchObject({ command: ['x', '-a', 'p'], image: { args: { T: 'hunter2', U: 'u' } } });
    expect(service('image: x\ncommand: x $$T').system.services[0]).not.toHaveProperty('asWritten');
  });

  it('has the names that others know it by, and those that it alone knows', () => {
    const [a] = service(
      'links: [b, "b:bee"]\nexternal_links: ["foo:bar", baz]\nextra_hosts: ["h:1.2.3.4", "i=::1"]\n' +
        'networks: {n: {aliases: [z, al]}, m: {aliases: [al]}, o: }',
      '  b: {image: b, extra_hosts: {j: 1.1.1.1}, networks: [n]}',
    ).system.services;
    expect(a).toMatchObject({
      aliases: ['al', 'z'],
      hosts: { bee: 'b', bar: null, baz: null, h: null, i: null },
    });
    const [, b] = service('image: x', '  b: {image: b, extra_hosts: {j: 1.1.1.1}}').system.services;
    expect(b).toMatchObject({ hosts: { j: null } });
    expect(b).not.toHaveProperty('aliases');
  });

  it('is an application where it is built, from a directory of the source root', () => {
    const { system } = service('build: {context: ./api/., dockerfile: ../D, target: dev, args: [A=1]}');
    expect(system.services[0]).toMatchObject({
      kind: 'application',
      image: {
        kind: 'build',
        target: 'dev',
        args: { A: '1' },
        source: { directory: 'api', dockerfile: '../D', shared: false },
      },
    });
    expect(service('image: redis:7').system.services[0]).toMatchObject({
      kind: 'backing',
      image: { kind: 'external', reference: 'redis:7' },
    });
  });

  it('has configs as mounts, for they are files of the host, and secrets beside its mounts', () => {
    const { system } = service(
      'configs: [c]\nsecrets: [s, {source: t, target: /t}]',
      'configs: {c: {file: ./c.conf}}\nsecrets: {s: {file: s.txt}, t: {environment: T}}',
    );
    expect(system.services[0]).toMatchObject({
      mounts: [{ type: 'bind', source: 'c.conf', kind: 'file', target: '/c', readOnly: true }],
      secretFiles: { '/run/secrets/s': 's', '/t': 't' },
      secretSources: { s: 's.txt' },
    });
  });

  it.each([
    'disable: true',
    'test: [NONE]',
  ])('says that it takes away its image’s health check: %s', (line) => {
    const { system } = service(`healthcheck: {${line}}`);
    expect(system.services[0]?.healthCheck?.test).toEqual(['NONE']);
    expect(service('healthcheck: {interval: 1s}').system.services[0]?.healthCheck).toBeUndefined();
  });

  it('says what watch does at a change, what it waits for, and what it runs', () => {
    const { system } = service(
      'develop: {watch: [{path: ./src, action: sync+restart, target: /app}]}\ndepends_on: [b]\nlinks: ["c:x"]\n' +
        'entrypoint: uvicorn "main app"\nworking_dir: /srv\ntmpfs: [/run, "/t:size=64m"]\nhealthcheck: {test: curl x, interval: 1m30s}\nexpose: ["80"]',
      '  b: {image: b}\n  c: {image: c}',
    );
    expect(system.services[0]).toMatchObject({
      watched: [{ path: 'src', action: 'sync+restart', target: '/app' }],
      dependsOn: ['b', 'c'],
      entrypoint: ['uvicorn', 'main app'],
      workdir: '/srv',
      tmpfs: { '/run': undefined, '/t': undefined },
      healthCheck: { test: ['CMD-SHELL', 'curl x'], interval: 90, timeout: 30, retries: 3, startPeriod: 0 },
      port: 80,
    });
  });
});

describe('a place', () => {
  const { places } = parse(
    {
      'compose.yml':
        'name: acme\nx-e: &e\n  A: one\nservices:\n  a:\n    build: .\n    environment:\n      <<: *e\n      B: two\n' +
        '    ports:\n      - "8001:80"\n      - target: 90\n        published: 8002\n    volumes:\n      - ./x:/x\n      - dd:/d\n' +
        '    depends_on:\n      - b\n    env_file: a.env\n    extends: {file: sub/base.yml, service: base}\n  b: {image: b}\nvolumes:\n  dd:\n',
      'over.yml': 'services:\n  a:\n    volumes:\n      - ./y:/x\n',
      'sub/base.yml': 'services:\n  base:\n    healthcheck:\n      test: x\n    volumes: ["./m:/m"]\n',
      'a.env': '# nothing\nC=three\n',
    },
    ['compose.yml', 'over.yml'],
  );

  it.each([
    ['mounts[/x]', 'over.yml:4'],
    ['mounts[/d]', 'compose.yml:16'],
    ['mounts[/m]', 'sub/base.yml:5'],
    ['mounts', 'over.yml:3'],
    ['mounts[/lacking]', 'over.yml:3'],
    ['published[8001]', 'compose.yml:11'],
    ['published[8002]', 'compose.yml:12'],
    ['environment[A]', 'compose.yml:3'],
    ['environment[B]', 'compose.yml:9'],
    ['environment[C]', 'a.env:2'],
    ['dependsOn[b]', 'compose.yml:18'],
    ['image', 'compose.yml:6'],
    ['image.target', 'compose.yml:6'],
    ['healthCheck', 'sub/base.yml:3'],
    ['nothing', 'over.yml:2'],
  ])('of %s is where it is written, whichever file that is', (at, place) => {
    const { file, line } = places.find('a', at);
    expect(`${file}:${line}`).toBe(`/src/${place}`);
  });

  it('of a volume is found by its name to the engine, and of all else is the first file', () => {
    expect(places.find(undefined, 'volumes[acme_dd]')).toMatchObject({ line: 22 });
    expect(places.find('unknown', 'mounts')).toMatchObject({ file: '/src/compose.yml' });
  });
});

describe('a mount that a later one of the same list takes the place of', () => {
  const dropped = (...args: Parameters<typeof parse>) =>
    parse(...args).dropped.map(
      ({ service, target, place }) => `${service} ${target} ${place?.file}:${place?.line}`,
    );

  it('is said, with its place', () => {
    const text =
      'services:\n  a:\n    image: x\n    volumes:\n      - ./a:/app/data\n      - ./b:/app/data/\n' +
      '      - {type: volume, target: /app/./data}\n    configs: [{source: c, target: /c}, {source: d, target: /c}]\n' +
      'configs: {c: {file: c}, d: {file: d}}';
    expect(dropped({ 'compose.yml': text })).toEqual([
      'a /app/data /src/compose.yml:5',
      'a /app/data /src/compose.yml:6',
      'a /c /src/compose.yml:8',
    ]);
  });

  it('is said once where many extend the service that has it', () => {
    const text = 'services: {a: {extends: {file: b.yml, service: b}}, c: {extends: {service: a}}}';
    const base =
      'services:\n  b:\n    volumes: ["./a:/x", "./b:/x"]\n  other: {volumes: ["./a:/x", "./b:/x"]}';
    expect(dropped({ 'compose.yml': text, 'b.yml': base })).toEqual(['b /x /src/b.yml:3']);
  });

  it('is none where another file or service, or another kind of entry, has the place', () => {
    const text =
      'services:\n  a: {image: x, volumes: ["./a:/x", "./b:/y"], ports: ["80:80", "80:80"]}\n' +
      '  b: {extends: {service: a}, volumes: ["./c:/x"]}';
    const over = 'services: {a: {volumes: ["./d:/x", {type: bind, source: ./e}, {type: bind, source: ./f}]}}';
    expect(dropped({ 'compose.yml': text, 'over.yml': over }, ['compose.yml', 'over.yml'])).toEqual([]);
  });
});

describe('what the rules do not see is said, with its place', () => {
  it.each([
    ['profiles: [x]', 'a is not checked: nothing activates its profile "x"'],
    ['volumnes: []', 'a has "volumnes", which is not a known attribute'],
    ['volumes_from: [b]', 'a has volumes_from: the mounts that it takes from there are not checked'],
    [
      'use_api_socket: true',
      "a has use_api_socket: the engine's socket is mounted in it, which the rules do not see",
    ],
    [
      'build: https://example.com/x.git',
      'a is built from https://example.com/x.git, which is not on this machine',
    ],
    [
      'volumes: [{type: npipe, target: /t}]',
      'a.volumes of type "npipe" at /t is neither a bind mount nor a volume',
    ],
    ['volumes: ["dd:/d"]', 'volume dd is kept in ./here, which is not checked'],
    ['configs: [c]', 'config "c" at /c is not a file of the host'],
  ])('%s', (lines, text) => {
    const rest = 'volumes: {dd: {driver_opts: {device: ./here}}}\nconfigs: {c: {content: x}}';
    const { leftOut, problems } = service(lines, rest);
    expect(leftOut.map((remark) => remark.text)).toEqual([text]);
    expect(leftOut[0]?.place?.line).toBeGreaterThan(3);
    expect(problems).toEqual([]);
  });
});

describe('what cannot be read is a problem, and the rest is read', () => {
  it.each([
    ['ports: ["80:x"]', '"80:x" is not a port: [[address:]host:]container[/protocol]'],
    ['volumes: ["aa:bb:cc:dd"]', '"aa:bb:cc:dd" is not a mount: source:target[:options]'],
    ['volumes: ["./dd:d"]', 'a.volumes has the target "d", which is not an absolute path'],
    [
      'volumes: [{type: volume, target: d/e}]',
      'a.volumes has the target "d/e", which is not an absolute path',
    ],
    ['volumes: ["dd:/d"]', 'a mounts volume "dd", which the file does not declare'],
    ['environment: text', 'environment is a text and not a list'],
    ['environment: {A: [b]}', 'a.environment.A is not text'],
    ['depends_on: b', 'depends_on is a text and not a list'],
    ['healthcheck: {test: x, interval: often}', 'a.healthcheck.interval "often" is not a duration: 1m30s'],
    ['healthcheck: {test: x, retries: many}', 'a.healthcheck.retries "many" is not a number'],
    ['env_file: no.env', 'env_file no.env cannot be read'],
    ['secrets: [s]', 'a.secrets "s" is not among the file\'s secrets'],
    ['command: "$"', '"$" has a dollar that starts no variable; write a plain dollar as $$'],
  ])('%s', (lines, text) => {
    const { problems, system } = service(`${lines}\nimage: x`);
    expect(problems.map((remark) => remark.text)).toContain(text);
    expect(problems.every(({ place }) => place?.file === '/src/compose.yml')).toBe(true);
    expect(system.services[0]?.image).toEqual({ kind: 'external', reference: 'x' });
  });

  it('a file that is not YAML, beside one that is', () => {
    const { problems, system } = parse(
      { 'compose.yml': 'services: {a: {image: x}}', 'two.yml': 'services:\n  a: [\n' },
      ['compose.yml', 'two.yml'],
    );
    expect(problems).toMatchObject([{ place: { file: '/src/two.yml' } }]);
    expect(system.services).toHaveLength(1);
  });

  it('a generated file of the other mode', () => {
    const text = renderCompose(systemSpec('prod', [serviceSpec('prod')]));
    expect(parse({ 'compose.yml': text }).problems.map((it) => it.text)).toEqual([
      'is the file of mode "prod", and is read as that of dev',
    ]);
  });
});

it('a mount that somebody adds to a generated file is seen', () => {
  const service = serviceSpec('dev', { mounts: [bind('shared', '/app/shared'), volume('data')] });
  const text = renderCompose(systemSpec('dev', [service])).replace(
    '    volumes:\n',
    '    volumes:\n      - ./api:/app\n',
  );
  const [api] = parse({ 'compose.yml': text }).system.services;
  expect(api?.mounts.map((mount) => mount.target)).toEqual(['/app', '/app/shared', '/data']);
});
