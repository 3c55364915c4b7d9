// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables
/** A Compose setup: its files by their paths, relative to one directory. */
export interface Setup {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** @default - compose.yml */
  readonly main?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly envFiles?: readonly string[];
  readonly profiles?: readonly string[];
}

const one = (title: string, text: string, more: Partial<Setup> = {}): Setup => ({
  title,
  ...more,
  files: { 'compose.yml': text, ...more.files },
});

/** A service `a` with these lines. */
const service = (title: string, lines: string, more: Partial<Setup> = {}, rest = ''): Setup =>
  one(
    title,
    `name: acme\nservices:\n  a:\n    image: app:1\n${lines.replaceAll(/^(?=.)/gm, '    ')}\n${rest}`,
    more,
  );

/** Setups that Compose accepts, one feature of the specification each. */
export const SETUPS: readonly Setup[] = [
  service(
    'short mounts',
    'volumes: ["./x:/x:ro", "/abs:/abs:z", "~/h:/h", "../up:/up", "/anon", "data:/data:rw", "./t/:/t//u/"]',
    {},
    'volumes: {data: }',
  ),
  service(
    'long mounts',
    'volumes:\n- {type: bind, source: ./x, target: /x, read_only: true}\n- {type: volume, source: data, target: /data/, volume: {nocopy: true}}\n- {type: volume, target: /anon}\n- {type: tmpfs, target: /t}',
    {},
    'volumes: {data: {}}',
  ),
  service(
    'names of volumes',
    'volumes: ["aa:/a", "bb:/b", "cc:/c", "dd:/d", "e:/f"]',
    {},
    'volumes: {aa: , bb: {name: bee}, cc: {external: true}, dd: {external: true, name: "${D:-dee}"}}',
  ),
  service(
    'volumes that are directories of the host',
    'volumes: ["aa:/a", "bb:/b", "cc:/c"]',
    {},
    'volumes: {aa: {driver: local, driver_opts: {type: none, o: bind, device: ./api}}, bb: {driver_opts: {type: none, o: "bind,ro", device: ./b}}, cc: {driver_opts: {o: bind, device: "${HOME}/c"}}}',
  ),
  service(
    'short ports',
    'ports: ["80", "8080:81", "127.0.0.1:8001:82", "9000-9002:90-92", "53:53/udp", "[::1]:7000:7000", "127.0.0.1::6000", "6060-6070:60"]',
  ),
  service(
    'long ports',
    'ports:\n- {target: 80, published: "8080", protocol: tcp, host_ip: 127.0.0.1}\n- {target: 53, published: 53, protocol: udp}\n- {target: 90, published: "9000-9010"}\n- target: 70',
  ),
  service('numbers as ports', 'ports: [3000, "3001:3001"]\nexpose: [3000]'),
  service(
    'interpolation',
    'command: ["$A", "${A}", "${A:-x}", "${U:-x}", "${U-y}", "${E:-e}", "${E-e}", "${A:+r}", "${U:+r}", "${E+r}", "${U:-${A}-${V:-z}}", "$$A", "${A:?no}", "a$${b}"]\ncontainer_name: "c-${A}"',
    { env: { A: 'one', E: '' } },
  ),
  service(
    'variables in an environment',
    'environment: {A: "$A", B: "x${B}y${C:-see}", D: "${A:?no}", E: "${U:+no}${A:+yes}", F: "$$A", G: "${U:-${A:-in}}", H: , I: "${U-}"}',
    { env: { A: 'one', H: 'aitch' } },
  ),
  service('an environment as a list', 'environment: ["A=1", "B", "C=", "D=a=b", "E=${A}${B:-x}"]', {
    env: { B: 'bee' },
  }),
  service(
    'numbers and words in an environment',
    'environment: {A: 1, B: 1.50, C: 1e6, D: true, E: yes, F: 0777, G: 0x1f, H: "007", I: 3.14159, J: .5, K: 12345678901234567890, L: 1_000, M: 0o17, N: -1}',
  ),
  service(
    '.env',
    'environment: {A: "${A}", B: "${B}", C: "${C}"}\ncontainer_name: "app-${TAG}"\ncommand: ["$D", "$E", "$F", "$G", "$H"]',
    {
      env: { A: 'shell' },
      files: {
        '.env':
          'A=file\nB=bee # no\n# no\n\nexport C="a b\\tc"\nTAG=7\nD=\'$$x "y"\'\nE="$B-${C:-no}"\nF=a#b\nG="two\nlines"\nH: colon\n',
      },
    },
  ),
  service('--env-file', 'environment: {A: "${A:-no}", B: "${B:-no}"}\ncommand: ["$A", "$B"]', {
    envFiles: ['one.env', 'two.env'],
    files: { '.env': 'A=never', 'one.env': 'A=1\nB=1', 'two.env': 'B=${A}2' },
  }),
  service('env_file', 'env_file: a.env\nenvironment: {B: own}', {
    files: { 'a.env': 'A=1\nB=2\nC=${X}-${A}\nD=\'${X}\'\nE="a\\nb"\nF=\n', '.env': 'X=ex' },
  }),
  service('several env_files', 'env_file: [a.env, {path: b.env}, {path: missing.env, required: false}]', {
    files: { 'a.env': 'A=1\nB=1', 'b.env': 'B=2\nC=3' },
  }),
  service('an env_file that uses what the service sets', 'env_file: a.env\nenvironment: {A: own}', {
    files: { 'a.env': 'A=1\nB=of $A\nNO_VALUE\n' },
  }),
  service('an env_file as it is', 'env_file: [{path: a.env, format: raw}]', {
    files: { 'a.env': 'A="1"\nB=$X # y\n' },
    env: { X: 'x' },
  }),
  one(
    'anchors, aliases, merge keys and x-',
    'name: acme\nx-a: &a {restart: always, environment: &e {A: "1", B: "2"}}\nx-b: &b {restart: "no", command: [b]}\nservices:\n  a: {<<: *a, image: x}\n  b: {<<: [*a, *b], image: y, environment: {<<: *e, B: "3"}}\n',
  ),
  one(
    'extends in one file',
    'name: acme\nservices:\n  base: {image: x, environment: {A: "1", B: "1"}, volumes: ["./b:/b", "./c:/c"], ports: ["80:80"], command: [base], depends_on: [db], labels: {l: m}}\n  a: {extends: base, environment: ["B=2"], volumes: ["./d:/b:ro", "./e:/e"], ports: ["81:80"], command: [own]}\n  b: {extends: {service: a}, image: z}\n  db: {image: db}\n',
  ),
  one(
    'extends another file',
    'name: acme\nservices:\n  a: {extends: {file: sub/base.yml, service: base}, volumes: ["./own:/own"]}\n',
    {
      files: {
        'sub/base.yml':
          'services:\n  base: {extends: {file: ../other/root.yml, service: root}, build: ./ctx, env_file: e.env, volumes: ["./m:/m"]}\n',
        'other/root.yml':
          'services:\n  root: {environment: {R: "${R:-root}"}, volumes: ["./r:/r", "named:/n"], develop: {watch: [{path: ./w, action: restart}]}}\nvolumes: {named: }\n',
        'sub/e.env': 'E=1',
        'volumes.yml': 'volumes: {named: }\n',
      },
      main: ['compose.yml', 'volumes.yml'],
    },
  ),
  one(
    'include',
    'name: acme\ninclude:\n- inc/one.yml\n- {path: [inc/two.yml, inc/three.yml], project_directory: other, env_file: inc/x.env}\nservices:\n  a: {image: a, depends_on: [one]}\n',
    {
      files: {
        'inc/one.yml':
          'services: {one: {image: "one:${I:-none}", volumes: ["./k:/k", "vol:/v"]}}\nvolumes: {vol: }\n',
        'inc/.env': 'I=inc',
        'inc/two.yml': 'services: {two: {build: ., environment: {X: "${X}"}, env_file: t.env}}\n',
        'inc/three.yml': 'services: {two: {command: [three, "${X}"]}}\n',
        'inc/x.env': 'X=ex',
        'other/t.env': 'T=1',
      },
    },
  ),
  one('an include within an include', 'name: acme\ninclude: [b/b.yml]\nservices: {a: {image: a}}\n', {
    files: {
      'b/b.yml': 'include: [c/c.yml]\nservices: {b: {image: b, volumes: ["./x:/x"]}}\n',
      'b/c/c.yml': 'services: {c: {image: c, volumes: ["./x:/x"]}}\n',
    },
  }),
  {
    title: 'several files',
    files: {
      'compose.yml':
        'name: acme\nservices:\n  a: {image: a, command: [one, two], entrypoint: [e], environment: {A: "1", B: "1"}, volumes: ["./b:/b", "dd:/d"], ports: ["80:80", "127.0.0.1:81:81"], depends_on: [b], healthcheck: {test: [CMD, a], interval: 1s}, build: {context: ., args: {X: "1"}}, secrets: [s], configs: [c]}\n  b: {image: b}\nvolumes: {dd: }\nsecrets: {s: {file: s.txt}}\nconfigs: {c: {file: c.txt}}\n',
      'over/compose.override.yml':
        'services:\n  a: {command: three, environment: ["B=2", "C=3"], volumes: ["./x:/b", {type: volume, source: e, target: /e}], ports: ["80:80", "82:82"], depends_on: {c: {condition: service_healthy}}, healthcheck: {test: b, retries: 9}, build: {target: t, args: ["Y=2"]}, configs: [{source: c, target: /etc/c}]}\n  c: {image: c}\nvolumes: {e: {name: eee}}\n',
    },
    main: ['compose.yml', 'over/compose.override.yml'],
  },
  {
    title: '!reset and !override',
    files: {
      'compose.yml':
        'name: acme\nservices:\n  a: {image: a, command: [x], ports: ["80:80"], volumes: ["./a:/a"], environment: {A: "1", B: "1"}, healthcheck: {test: x}, depends_on: [b]}\n  b: {image: b}\n',
      'two.yml':
        'services:\n  a:\n    ports: !override ["90:90"]\n    volumes: !reset []\n    command: !reset null\n    environment: {A: !reset null}\n    healthcheck: !reset {}\n',
    },
    main: ['compose.yml', 'two.yml'],
  },
  one(
    'two documents in one file',
    'name: acme\nservices: {a: {image: a, ports: ["80:80"]}}\n---\nservices: {a: {image: b, ports: ["81:81"]}}\n',
  ),
  one(
    'profiles that nothing activates',
    'name: acme\nservices: {a: {image: a, depends_on: {b: {condition: service_started, required: false}}}, b: {image: b, profiles: [debug], env_file: gone.env}, c: {extends: {service: b}, profiles: !reset [], env_file: !reset []}}\n',
  ),
  one(
    'profiles that are named',
    'name: acme\nservices: {a: {image: a}, b: {image: b, profiles: [debug], depends_on: [a]}, c: {image: c, profiles: [x]}}\n',
    { profiles: ['debug'], env: { COMPOSE_PROFILES: 'x' } },
  ),
  one(
    'profiles of a variable',
    'name: acme\nservices: {a: {image: a}, b: {image: b, profiles: [debug, y], depends_on: [a]}, c: {image: c, profiles: [x]}}\n',
    { files: { '.env': 'COMPOSE_PROFILES="x, debug"' } },
  ),
  one('all profiles', 'name: acme\nservices: {a: {image: a}, b: {image: b, profiles: [debug]}}\n', {
    profiles: ['*'],
  }),
  one(
    'additional contexts',
    'name: acme\nservices:\n  a: {image: "own:1", build: {context: ./a, additional_contexts: {lib: ./lib, up: ../up, base: "service:b", img: "docker-image://x:1", git: "https://example.com/x.git"}}}\n  b: {build: {context: ./b, additional_contexts: ["lib=./lib", "img=docker-image://x:1"]}}\n  c: {extends: {service: b}, build: {additional_contexts: {more: ./more}}}\n',
  ),
  one(
    'builds',
    'name: acme\nservices:\n  a: {build: .}\n  b: {build: {context: ./b, dockerfile: docker/Dockerfile.dev, target: dev, args: {A: "1", B: "${B:-2}", C: 3, D: , E: }}}\n  c: {build: {dockerfile_inline: "FROM x\\nCOPY $$a .\\n", args: ["A=1", "D"]}}\n  d: {build: https://example.com/x.git#main:sub, image: d}\n  e: {build: ../outside, image: e}\n',
    { env: { D: 'dee' } },
  ),
  one(
    'dependencies',
    'name: acme\nservices:\n  a: {image: a, depends_on: [c, b]}\n  b: {image: b, depends_on: {c: {condition: service_healthy, restart: true}}}\n  c: {image: c, links: ["d:dd", e]}\n  d: {image: d, network_mode: "service:e"}\n  e: {image: e, volumes_from: ["f:ro"]}\n  f: {image: f, volumes: ["/f"]}\n',
  ),
  one(
    'health checks',
    'name: acme\nservices:\n  a: {image: a, healthcheck: {test: curl -f localhost, interval: 1m30s, timeout: 500ms, retries: 5, start_period: 1h}}\n  b: {image: b, healthcheck: {test: [CMD, x, "$$y"]}}\n  c: {image: c, healthcheck: {disable: true}}\n  d: {image: d, healthcheck: {test: [NONE]}}\n  e: {image: e, healthcheck: {interval: 1s}}\n',
  ),
  one(
    'commands',
    'name: acme\nservices:\n  a: {image: a, command: "sh -c \'echo \\"$$HOME\\" && x\' a\\\\ b"}\n  b: {image: b, entrypoint: "uvicorn main:app --reload", command: ["--port", "80"]}\n  c: {image: c, command: []}\n  d: {image: d, command: ""}\n  e: {image: e, command: , entrypoint: }\n',
  ),
  service(
    'texts with variables in them',
    'build: {context: ., args: [T=$T, U, N]}\ncommand: "x --requirepass ${T} ${Q:-a b}"\nentrypoint: [y, "$T"]\nhealthcheck: {test: "z $T"}\nlabels: ["l=$T"]',
    { env: { T: 'hunter2', U: 'u' } },
  ),
  service('directories in memory', 'tmpfs: [/run, "/app:size=64m,mode=1777"]'),
  service('one directory in memory', 'tmpfs: /app'),
  service('a working directory', 'working_dir: "${W:-/srv}"'),
  one(
    'names of hosts',
    'name: acme\nservices:\n  a: {image: a, links: ["b:bee", b], external_links: ["foo:bar", baz], extra_hosts: ["h:1.2.3.4", "i=::1"], networks: {default: {aliases: [al, am]}, n: {aliases: [al]}, m: }}\n  b: {image: b, extra_hosts: {j: 1.1.1.1}, networks: [n]}\nnetworks: {n: , m: }\n',
  ),
  service(
    'secrets and configs',
    'secrets: [s, {source: t, target: /run/t}, {source: e, target: ee}]\nconfigs: [c, {source: d, target: /etc/d.conf}, i]',
    {},
    'secrets: {s: {file: ./s.txt}, t: {file: ../t.txt}, e: {environment: HOME}}\nconfigs: {c: {file: ./c.conf}, d: {file: /abs/d.conf}, i: {content: "x ${Y:-y}"}}\n',
  ),
  service(
    'develop.watch',
    'develop:\n  watch:\n  - {path: ./src, action: sync, target: /app/src}\n  - {path: req.txt, action: rebuild}\n  - {path: ./conf, action: sync+restart, target: /etc/conf}\n  - {path: ./r, action: restart}',
  ),
  one('a name from the directory', 'services: {a: {image: a, volumes: ["dd:/d"]}}\nvolumes: {dd: }\n'),
  one(
    'a name with variables',
    'name: "x-${N:-y}"\nservices: {a: {image: a, volumes: ["dd:/d"]}}\nvolumes: {dd: }\n',
    { env: { N: 'why' } },
  ),
  one(
    'a name from the shell',
    'name: acme\nservices: {a: {image: a, volumes: ["dd:/d"], environment: {P: "${COMPOSE_PROJECT_NAME}"}}}\nvolumes: {dd: }\n',
    { env: { COMPOSE_PROJECT_NAME: 'shell' } },
  ),
  one(
    'names that JavaScript has of its own',
    'name: acme\nservices:\n  constructor: {image: a, environment: {__proto__: x, toString: y}}\n  __proto__: {image: b, labels: {__proto__: z}, volumes: ["__proto__:/v"], depends_on: [constructor]}\nvolumes: {__proto__: }\n',
  ),
];
