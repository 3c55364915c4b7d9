import { describe, expect, it } from 'vitest';
import type { InspectedContainer } from '../../lib/engine/inspect.js';
import { type OneOff, oneOffCall } from '../../lib/operate/one-off.js';

const INSPECTED: InspectedContainer = {
  Id: 'c0ffee',
  Image: 'sha256:1',
  Mounts: [],
  Config: {
    Image: 'localhost/shop/api:dev',
    Env: ['PATH=/usr/local/bin', 'LANG=C', 'PASSWORD=a=b', 'http_proxy=http://p:1'],
    Cmd: ['node'],
    User: '1000:1000',
    Labels: {
      'io.shop.service': 'api',
      'com.docker.compose.project': 'shop-dev',
      'com.docker.compose.oneoff': 'False',
    },
  },
  HostConfig: {
    ...{ PortBindings: null, CapAdd: null, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges:true'] },
    ...{ Tmpfs: { '/tmp': 'size=16m' }, ReadonlyRootfs: true, Memory: 1024, CpuPeriod: 100, CpuQuota: 50 },
    ...{ PidsLimit: 20, RestartPolicy: { Name: 'unless-stopped' }, Init: true },
    LogConfig: { Type: 'local', Config: null },
  },
};

const call = (changes: Partial<OneOff> = {}) =>
  oneOffCall({
    container: { service: 'api', engine: 'compose' },
    inspected: INSPECTED,
    image: { Id: 'sha256:1', Config: { Env: ['PATH=/usr/local/bin'], Cmd: null, User: '', Labels: null } },
    ...{ system: 'shop-dev', words: ['node', '--version'], isTerminal: false },
    ...changes,
  });

describe('a program that is run beside a service', () => {
  it('has all that the service has, but for its name, ports and health check', () => {
    const { args } = call();
    expect(args.slice(0, 4)).toEqual(['--rm', '--interactive', '--pull=never', '--no-healthcheck']);
    expect(args.slice(-3)).toEqual(['--entrypoint=node', 'sha256:1', '--version']);
    for (const option of [
      '--network=shop-dev',
      '--volumes-from=c0ffee',
      '--user=1000:1000',
      '--cap-drop=ALL',
      '--security-opt=no-new-privileges:true',
      '--read-only',
      '--tmpfs=/tmp:size=16m',
      '--memory=1024',
      '--memory-swap=1024',
      '--cpu-quota=50',
      '--pids-limit=20',
      '--init',
    ])
      expect(args).toContain(option);
    expect(args).toContainEqual(expect.stringMatching(/^--name=shop-dev-api-run-[0-9a-f]{8}$/));
    expect(args.join(' ')).not.toMatch(/publish|restart|health-/);
  });

  it('has its directories in memory where Swarm made the service, too', () => {
    const tmpfs = { Type: 'tmpfs', Source: '', Destination: '/run/db', RW: true };
    const inspected = {
      ...INSPECTED,
      Mounts: [tmpfs],
      HostConfig: { ...INSPECTED.HostConfig, Tmpfs: null },
    };
    const { args } = call({ container: { service: 'api', engine: 'swarm' }, inspected });
    expect(args.filter((word) => word.startsWith('--tmpfs'))).toEqual(['--tmpfs=/run/db']);
  });

  it('gets its variables apart, so that no secret stands in the list of processes', () => {
    const { args, variables } = call();
    expect(args.join(' ')).not.toMatch(/PASSWORD|a=b|PATH/);
    expect(variables).toEqual([
      ['LANG', 'C'],
      ['PASSWORD', 'a=b'],
      ['http_proxy', 'http://p:1'],
    ]);
  });

  it("goes with Compose's project, and is not Terraform's to miss", () => {
    expect(call().args).toEqual(
      expect.arrayContaining([
        '--label=com.docker.compose.project=shop-dev',
        '--label=com.docker.compose.oneoff=True',
      ]),
    );
    expect(call({ container: { service: 'api', engine: 'terraform' } }).args.join(' ')).not.toContain(
      'label',
    );
  });

  it('has a terminal where somebody types', () => {
    expect(call().args).not.toContain('--tty');
    expect(call({ isTerminal: true }).args).toContain('--tty');
  });
});
