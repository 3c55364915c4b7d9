import { describe, expect, it } from 'vitest';
import { imported } from './foreign.js';

describe("somebody else's service", () => {
  it('is said by properties where they have a word for all of it', () => {
    const { of, passed, changed } = imported(`services:
  db:
    image: postgres:17-alpine
    command: postgres -c 'max connections=9'
    user: postgres
    restart: always
    cap_add: [NET_ADMIN]
    environment: {POSTGRES_DB: shop, PRICE: "3 $$"}
    ports: ["127.0.0.1:5432:5432", "9100:9100"]
    volumes: ["data:/var/lib/postgresql/data"]
    healthcheck: {test: pg_isready, interval: 1m30s, retries: 5}
volumes: {data: }
`);
    expect(of('db')?.description).toEqual({
      image: 'postgres:17-alpine',
      command: ['postgres', '-c', 'max connections=9'],
      user: 'postgres',
      restart: 'always',
      capabilities: ['NET_ADMIN'],
      environment: { POSTGRES_DB: 'shop', PRICE: '3 $' },
      port: { container: 5432, host: 5432, address: '127.0.0.1' },
      otherPorts: { port9100: { container: 9100, host: 9100 } },
      volumes: { data: '/var/lib/postgresql/data' },
      healthCheck: {
        test: ['CMD-SHELL', 'pg_isready'],
        interval: 90,
        timeout: 30,
        retries: 5,
        startPeriod: 0,
      },
    });
    expect([passed, changed]).toEqual([[], []]);
  });

  it('keeps for Compose, with its line, whatever no property says', () => {
    const { of, passedOf } = imported(`services:
  web:
    image: nginx
    stop_signal: SIGINT
    shm_size: 64m
    ports: ["53:53/udp", "\${PORT:-80}:80", "8000-8001:8000-8001"]
    volumes: ["./site:/site:ro,z", "/cache", "data:/data:ro", "socket:/run/db:z"]
    env_file: web.env
    configs: [{source: site, mode: 0440}]
    extra_hosts: ["host.docker.internal:host-gateway"]
    healthcheck: {disable: true}
    deploy: {resources: {limits: {memory: 1G}}}
    x-note: kept
volumes: {data: , socket: }
`);
    expect(of('web')?.description.compose).toEqual({
      stop_signal: 'SIGINT',
      shm_size: '64m',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's variable
      ports: ['53:53/udp', '${PORT:-80}:80', '8000-8001:8000-8001'],
      volumes: ['./site:/site:ro,z', '/cache', 'data:/data:ro', 'socket:/run/db:z'],
      env_file: [{ path: './web.env' }],
      configs: [{ source: 'site', mode: 0o440 }],
      extra_hosts: { 'host.docker.internal': 'host-gateway' },
      healthcheck: { disable: true },
      deploy: { resources: { limits: { memory: '1G' } } },
      'x-note': 'kept',
    });
    expect(passedOf()).toContain('4 stop_signal');
    expect(passedOf()).toContain('7 volumes: site at /site');
  });

  it('keeps variables where they are, with a fallback where there is one', () => {
    const { of } = imported(`services:
  web:
    image: nginx
    environment:
      URL: "http://\${USER_NAME:-me}@\${HOST_NAME}/"
      NEEDED: "\${NEEDED:?set it}"
      PASSED:
`);
    expect(of('web')?.description).toEqual({
      image: 'nginx',
      environment: {
        URL: [
          'http://',
          { variable: 'USER_NAME', fallback: 'me' },
          '@',
          { variable: 'HOST_NAME', fallback: '' },
          '/',
        ],
      },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's variable
      compose: { environment: { NEEDED: '${NEEDED:?set it}', PASSED: null } },
    });
  });

  it('has the names written out that hang on a variable, and keeps those of the values', () => {
    const { of, changedOf } = imported(
      `services:
  web:
    image: nginx
    labels: ["traefik.\${NAME}.rule=Host(\`\${HOST:-a}=b\`)", "plain=1"]
    environment: ["\${NAME}_URL=http://\${HOST}/", "LEVEL=\${NAME}"]
`,
      { '.env': 'NAME=shop\n' },
    );
    expect(of('web')?.description).toEqual({
      image: 'nginx',
      environment: {
        shop_URL: ['http://', { variable: 'HOST', fallback: '' }, '/'],
        LEVEL: [{ variable: 'NAME', fallback: '' }],
      },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's variable
      compose: { labels: { 'traefik.shop.rule': 'Host(`${HOST:-a}=b`)', plain: '1' } },
    });
    expect(changedOf()).toEqual([
      '5 environment: "shop_URL" stands there, for a name has no variables',
      '4 labels: "traefik.shop.rule" stands there, for a name has no variables',
    ]);
  });

  it('needs what it waits for to be healthy, and starts after what else it waits for', () => {
    const { services, of } = imported(`services:
  web: {image: nginx, depends_on: {db: {condition: service_healthy}, job: {condition: service_completed_successfully}}}
  job: {image: busybox, depends_on: [db]}
  db: {image: postgres}
`);
    expect(services.map(({ name }) => name)).toEqual(['db', 'job', 'web']);
    expect(of('web')).toMatchObject({ needs: ['db'], requires: ['job'] });
    expect(of('web')?.description.compose).toEqual({
      depends_on: { job: { condition: 'service_completed_successfully' } },
    });
  });

  it('is built from its directory, with its stage and arguments; what may be a secret stays in its variable', () => {
    const { of, passedOf, changedOf } = imported(`services:
  web:
    build:
      context: ./web
      target: builder
      args: {VERSION: 3, LEVEL: "\${LEVEL:-low}", API_KEY: "\${API_KEY}"}
      cache_from: [web:cache]
  far: {build: "https://example.org/far.git"}
`);
    expect(of('web')?.description.image).toEqual({
      directory: 'web',
      target: 'builder',
      args: { VERSION: '3', LEVEL: 'low' },
    });
    expect(changedOf()).toEqual(['6 build.args.LEVEL: "low" stands there']);
    expect(passedOf()).toContain('6 build.args.API_KEY: the image is built without it');
    expect(passedOf()).toContain('7 build.cache_from');
    expect(of('far')?.description).toMatchObject({
      image: 'localhost/compose-builds/far',
      compose: { build: { context: 'https://example.org/far.git' } },
    });
  });

  it("keeps its container's old name as one on its networks", () => {
    const { of, changedOf } = imported(`services:
  search: {image: elasticsearch, container_name: es, networks: [back]}
  cache: {image: redis, container_name: redis}
  host: {image: plex, container_name: tv, network_mode: host}
networks: {back: }
`);
    expect(of('search')?.description.compose).toEqual({ networks: { back: { aliases: ['es'] } } });
    expect(of('cache')?.description.compose).toEqual({ networks: { default: { aliases: ['redis'] } } });
    expect(of('host')?.description.compose).toEqual({ network_mode: 'host' });
    expect(changedOf()).toHaveLength(3);
  });

  it('is started where COMPOSE_PROFILES activates it, and by hand where it does not', () => {
    const { of, changedOf } = imported(
      'services:\n  web: {image: nginx, profiles: [web, all]}\n  admin: {image: adminer, profiles: [admin]}\n',
      { '.env': 'COMPOSE_PROFILES=db,web\n' },
    );
    expect(of('web')?.description).toEqual({ image: 'nginx' });
    expect(of('admin')?.description.compose).toEqual({ profiles: ['admin'] });
    expect(changedOf()).toEqual(['2 profiles: COMPOSE_PROFILES activates it here, so each start starts it']);
  });

  it('runs once, and says so where it was to run more often', () => {
    const { of, changedOf } = imported(
      'services: {web: {image: nginx, deploy: {replicas: 3, labels: {a: b}}}}',
    );
    expect(of('web')?.description.compose).toEqual({ deploy: { labels: { a: 'b' } } });
    expect(changedOf()).toEqual(['1 deploy.replicas: 3: one container runs, for it has a name']);
  });
});

describe("somebody else's system", () => {
  it('leaves a volume with Compose in all services where one only reads it', () => {
    const { of, compose } = imported(`services:
  web: {image: nginx, volumes: ["media:/media:ro", "own:/own"]}
  app: {image: app, volumes: ["media:/media"]}
volumes: {media: {}, own: {}}
`);
    expect(of('app')?.description).toEqual({ image: 'app', compose: { volumes: ['media:/media'] } });
    expect(of('web')?.description).toMatchObject({ volumes: { own: '/own' } });
    expect(compose).toEqual({ volumes: { media: {} } });
  });

  it('keeps what is of the whole of it', () => {
    const { compose, passedOf } = imported(`x-common: &common {restart: always}
services: {web: {<<: *common, image: nginx, secrets: [token]}}
networks: {default: {name: old, driver: bridge}, back: }
volumes: {plain: , far: {external: true}}
secrets: {token: {file: ./token.txt}}
`);
    expect(compose).toEqual({
      networks: { default: { driver: 'bridge' }, back: null },
      volumes: { far: { external: true } },
      secrets: { token: { file: './token.txt' } },
    });
    expect(passedOf()).toContain('5 secrets.token');
  });
});
