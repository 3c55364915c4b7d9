import { describe, expect, it } from 'vitest';
import type { CheckedService } from '../../lib/model/checked-system.js';
import type { EnvironmentValue } from '../../lib/model/environment.js';
import { addressesOf } from '../../lib/rules/wiring/urls.js';
import { service, system } from './world.js';

/** `at scheme host port`, with `*` behind what stands in the files as it is. */
function addresses(
  environment: Readonly<Record<string, EnvironmentValue>>,
  rest: Partial<CheckedService> = {},
) {
  const [api] = system('dev', [service({ environment, ...rest })]).services;
  if (!api) throw new Error('the system has no service');
  return addressesOf(api).map(
    ({ at, scheme = '-', host, port = '-', isPlain }) =>
      `${at} ${scheme} ${host} ${port}${isPlain ? '*' : ''}`,
  );
}
const HOST = { variable: 'H', fallback: 'db' };
const PORT = { variable: 'P', fallback: '80' };

describe('the addresses of a service', () => {
  it.each([
    ['HTTP://Db:80/x', ['http Db 80*']],
    ['ws://db', ['ws db 80*']],
    ['wss://db', ['wss db 443*']],
    ['postgresql+asyncpg://u:p@db/x', ['postgresql+asyncpg db 5432*']],
    ['toString://db:9', ['tostring db 9*']],
    // the host of these is no host
    ['s3://profiles', []],
    ['constructor://db', []],
    ['s3://store:9000/profiles', ['s3 store 9000*']],
    ['amqp://a:1,nats://b', ['amqp a 1*', 'nats b 4222*']],
    ['http://db:123456', []],
    ['http://db:80x', []],
    ['http://-db', []],
  ])('has those of %s', (text, expected) => {
    const at = expected.map((each) => `environment[URL] ${each}`);
    expect(addresses({ URL: [text] })).toEqual(at);
    expect(addresses({}, { command: ['go', text] })).toEqual(expected.map((each) => `command ${each}`));
    expect(addresses({}, { entrypoint: ['go', text] })).toEqual(expected.map((each) => `entrypoint ${each}`));
  });

  it.each([
    ['db:80', ['- db 80*']],
    ['9db_.-X:12345', ['- 9db_.-X 12345*']],
    ['db:123456', []],
    ['.db:80', []],
    ['a db:80', []],
    ['db:80 ', []],
    ['db:', []],
    [':80', []],
    ['db', []],
  ])('has the one that %j is', (text, expected) => {
    expect(addresses({ A: [text] })).toEqual(expected.map((each) => `environment[A] ${each}`));
    // a word of a command may be anything
    expect(addresses({}, { command: [text] })).toEqual([]);
  });

  it.each(['HOST', 'PGHOST', 'DB_HOST', 'A_B_HOST'])('has the pair of %s and its port', (name) => {
    const port = name.replace('HOST', 'PORT');
    expect(addresses({ [name]: ['db'], [port]: ['5432'] })).toEqual([`environment[${port}] - db 5432*`]);
    expect(addresses({ [port]: ['65535'], [name]: ['db'] })).toEqual([`environment[${port}] - db 65535*`]);
  });

  it.each([
    [{ XPGHOST: ['db'], XPGPORT: ['1'] }],
    [{ DBHOST: ['db'], DBPORT: ['1'] }],
    [{ DB_HOSTS: ['db'], DB_PORTS: ['1'] }],
    [{ DB_HOST_X: ['db'], DB_PORT_X: ['1'] }],
    [{ HOST_HOSTX: ['db'], PORT_HOSTX: ['1'] }],
    [{ DB_HOST: ['db'] }],
    [{ DB_PORT: ['1'] }],
    [{ DB_HOST: ['db'], DB_PORT: ['123456'] }],
    [{ DB_HOST: ['db'], DB_PORT: ['x1'] }],
    [{ DB_HOST: ['db'], DB_PORT: ['1x'] }],
    [{ DB_HOST: ['db'], DB_PORT: [''] }],
  ])('has none of %j', (environment) => {
    expect(addresses(environment)).toEqual([]);
  });

  it('takes the last HOST of a name alone', () => {
    expect(addresses({ HOST_HOST: ['db'], HOST_PORT: ['1'], PORT_HOST: ['no'] })).toEqual([
      'environment[HOST_PORT] - db 1*',
    ]);
  });

  it('shows what stands in the files alone', () => {
    expect(addresses({ U: ['http://', HOST, ':80'] })).toEqual(['environment[U] http db 80']);
    expect(addresses({ U: ['http://db:', PORT] })).toEqual(['environment[U] http db 80']);
    expect(addresses({ U: ['http://', HOST] })).toEqual(['environment[U] http db 80']);
    expect(addresses({ U: ['http://me:', { secret: 'S' }, '@db:80'] })).toEqual([
      'environment[U] http db 80*',
    ]);
    expect(addresses({ U: ['db:', PORT] })).toEqual(['environment[U] - db 80']);
    expect(addresses({ U: [HOST, ':80'] })).toEqual(['environment[U] - db 80']);
    expect(addresses({ A_HOST: [HOST], A_PORT: ['80'] })).toEqual(['environment[A_PORT] - db 80']);
    expect(addresses({ A_HOST: ['db'], A_PORT: [PORT] })).toEqual(['environment[A_PORT] - db 80']);
    expect(addresses({ A_HOST: [HOST], A_PORT: [PORT] })).toEqual(['environment[A_PORT] - db 80']);
  });

  it('reads variables by their values here, else by their fallbacks; a secret without one is part of no name', () => {
    const environment = {
      A: ['http://', HOST],
      B: ['http://', { secret: 'S' }],
      C: ['http://x', { secret: 'S' }],
    };
    expect(addresses(environment, { variables: { H: 'here', S: 'there' } })).toEqual([
      'environment[A] http here 80',
      'environment[B] http there 80',
      'environment[C] http xthere 80',
    ]);
    expect(addresses(environment, { variables: {} })).toEqual(['environment[A] http db 80']);
    const named = {
      A: ['http://x', { secret: 'toString' }],
      B: ['http://', { variable: 'valueOf', fallback: 'y' }],
    };
    expect(addresses(named)).toEqual(['environment[B] http y 80']);
  });
});
