import { describe, expect, it } from 'vitest';
import { built, found, service } from './world.js';

const SETCAP =
  'FROM python:3.12-slim\nRUN apt-get update && setcap cap_net_raw+ep /usr/bin/tcpdump\nUSER app\n';
const KEPT = { add: ['NET_RAW'], drop: ['ALL'] };
const NNP = ['no-new-privileges:true'];

const check = (rights: Parameters<typeof built>[1], dockerfile = SETCAP, rule = 'file-capabilities') =>
  found(rule, {
    dev: [built('api', { user: undefined, ...rights })],
    tree: { 'api/Dockerfile': dockerfile },
  });

describe('file-capabilities', () => {
  it('finds setcap that no-new-privileges voids', () => {
    expect(check({ capabilities: KEPT, securityOptions: NNP })).toEqual([
      'error dev/api securityOptions: has no-new-privileges, which voids NET_RAW that setcap gives to a program of its image (api/Dockerfile:2). Fix: remove no-new-privileges for this service, with an exception that says why, or remove setcap from the Dockerfile',
    ]);
    expect(check({ capabilities: KEPT, securityOptions: ['no-new-privileges'] })).toHaveLength(1);
  });

  it('finds setcap of what the container drops, and of what no engine leaves to it', () => {
    expect(check({ capabilities: { add: ['CHOWN'], drop: ['ALL'] } })).toEqual([
      'error dev/api capabilities: does not keep NET_RAW, which setcap gives to a program of its image: that one does not start (api/Dockerfile:2). Fix: keep NET_RAW (cap_add, capabilities), or remove setcap from the Dockerfile',
    ]);
    expect(check({}, SETCAP.replace('net_raw', 'sys_time'))).toHaveLength(1);
  });

  it('is silent where the program has what its file gives', () => {
    expect(check({ capabilities: KEPT, securityOptions: ['no-new-privileges:false'] })).toEqual([]);
    // the engine leaves it to a container that drops nothing
    expect(check({})).toEqual([]);
    expect(check({ privileged: true, securityOptions: NNP })).toEqual([]);
  });

  it('is silent about root, which needs no setcap', () => {
    const rights = { capabilities: KEPT, securityOptions: NNP };
    expect(check(rights, SETCAP.replace('USER app\n', ''))).toEqual([]);
    expect(check({ ...rights, user: '0:0' })).toEqual([]);
  });

  it.each([
    ['root:root', 0],
    ['00', 0],
    ['0:1000', 0],
    ['rooted', 1],
    ['uproot', 1],
    ['1000:0', 1],
  ])('tells root by name and number: %s', (user, count) => {
    expect(check({ capabilities: KEPT, securityOptions: NNP, user })).toHaveLength(count);
  });

  it.each([
    [{ drop: ['NET_RAW'] }, 1],
    [{ drop: ['ALL'] }, 1],
    [{ drop: ['CHOWN'] }, 0],
    [{ add: ['ALL'], drop: ['ALL'] }, 0],
    [{ add: ['ALL'], drop: ['NET_RAW'] }, 1],
    [{ add: ['NET_RAW'], drop: ['NET_RAW'] }, 1],
    [{ add: ['CHOWN'] }, 0],
  ])('knows what is left of %j', (capabilities, count) => {
    expect(check({ capabilities: { add: [], drop: [], ...capabilities } })).toHaveLength(count);
  });

  it('names all that is lost, and each line that gives it', () => {
    const both = SETCAP.replace('cap_net_raw', 'cap_net_raw,cap_sys_time').replace(
      'USER app',
      'RUN setcap cap_kill+ep /bin/x\nUSER app',
    );
    expect(check({ capabilities: { add: [], drop: ['ALL'] } }, both)).toEqual([
      expect.stringMatching(
        /does not keep NET_RAW, SYS_TIME, which .*\(api\/Dockerfile:2\)\. Fix: keep NET_RAW, SYS_TIME \(/,
      ),
      expect.stringMatching(/does not keep KILL, which .*\(api\/Dockerfile:3\)/),
    ]);
  });

  it('points at the line that names the user, where that is in the Dockerfile', () => {
    const none = 'FROM x\nUSER app\n';
    expect(check({ capabilities: KEPT, user: 'other' }, none)).toEqual([
      expect.stringMatching(
        /keeps NET_RAW, but runs as "other", and its Dockerfile gives that to no program by setcap\. Fix/,
      ),
    ]);
  });

  it('finds what is kept for a user that is not root, and that no file gives to anybody', () => {
    expect(check({ capabilities: KEPT }, 'FROM x\nUSER app\nRUN setcap -r /bin/x\n')).toEqual([
      'warning dev/api capabilities: keeps NET_RAW, but runs as "app", and its Dockerfile gives that to no program by setcap (api/Dockerfile:2). Fix: add RUN setcap cap_…+ep PROGRAM to the Dockerfile, or do not keep it',
    ]);
    expect(check({}, 'FROM x\nUSER app\n')).toEqual([]);
  });
});

describe('no-new-privileges', () => {
  it('finds a container that declares otherwise, and is silent where nothing is declared', () => {
    const one = (securityOptions?: string[]) =>
      found('no-new-privileges', { prod: [service(securityOptions ? { securityOptions } : {})] });
    expect(one(['no-new-privileges:false'])).toEqual([
      'error prod/api securityOptions: lets its programs gain privileges. Fix: add no-new-privileges:true, or declare why a program has to gain some',
    ]);
    expect(one([])).toHaveLength(1);
    expect(one(NNP)).toEqual([]);
    expect(one()).toEqual([]);
  });
});

describe('an exception of a service that keeps capabilities', () => {
  const exceptions = { 'not-root': 'why', 'no-new-privileges': 'why' };
  const unused = (rights: Parameters<typeof built>[1], dockerfile = SETCAP) =>
    check({ exceptions, ...rights }, dockerfile, 'used-exceptions');

  it.each([
    ['setcap and a user of its own', SETCAP, { securityOptions: [] }],
    ['root', 'FROM x\nUSER root\n', { securityOptions: NNP }],
    ['neither', 'FROM x\nUSER app\n', { securityOptions: NNP }],
  ])('is for the Dockerfile to need, which each checkout has its own of: %s', (_, dockerfile, rights) => {
    expect(unused({ capabilities: KEPT, ...rights }, dockerfile)).toEqual([]);
  });

  it('is one too many where nothing is kept', () => {
    expect(unused({ securityOptions: NNP })).toHaveLength(2);
  });
});
