import { describe, expect, it } from 'vitest';
import { collides, containerPort, hostPort, type PublishedPort, publishedUrl } from '../../lib/model/port.js';
import { UserError } from '../../lib/model/user-error.js';

const port = (address: NonNullable<PublishedPort['address']>): PublishedPort => ({
  container: containerPort(3000),
  host: hostPort(8002),
  address,
});

describe('a port that is to be published collides with', () => {
  it.each([
    '127.0.0.1:8002->80/tcp',
    '0.0.0.0:8002->80/tcp, [::]:8002->80/tcp',
    '9000/tcp, 0.0.0.0:8000-8005->8000-8005/tcp',
  ])('%s, on this machine alone', (ports) => expect(collides(ports, port('127.0.0.1'))).toBe(true));

  it('any address where nothing is said of its own', () => {
    const { address: _, ...every } = port('0.0.0.0');
    expect(collides('192.0.2.7:8002->80/tcp', every)).toBe(true);
  });

  it('any address where it is published on every one', () => {
    expect(collides('192.0.2.7:8002->80/tcp', port('0.0.0.0'))).toBe(true);
    expect(collides('192.0.2.7:8002->80/tcp', port('127.0.0.1'))).toBe(false);
  });

  it.each([
    '8002/tcp',
    '127.0.0.1:8002->80/udp',
    '127.0.0.1:18002->8002/tcp',
    '0.0.0.0:8003-8005->8003-8005/tcp',
    '',
  ])('nothing in "%s"', (ports) => expect(collides(ports, port('0.0.0.0'))).toBe(false));
});

describe('a port', () => {
  it.each([0, -1, 1.5, 65_536, Number.NaN])('is not %d', (port) => {
    expect(() => hostPort(port)).toThrow(
      new UserError(
        `host port ${port} is not a TCP port`,
        'give a whole number from 1 to 65535, the port offset added',
      ),
    );
    expect(() => containerPort(port, 'api', ['ports', '0'])).toThrow(
      new UserError(`api: container port ${port} is not a TCP port`, 'give a whole number from 1 to 65535', [
        'ports',
        '0',
        'container',
      ]),
    );
  });

  it('is every other', () => expect([1, 65_535].map((port) => hostPort(port))).toEqual([1, 65_535]));

  it.each([
    [3000, 8002, '0.0.0.0', 'http://shop:8002'],
    [3000, 80, '0.0.0.0', 'http://shop'],
    [3000, 443, '0.0.0.0', 'http://shop:443'],
    [443, 443, '0.0.0.0', 'https://shop'],
    [443, 80, '0.0.0.0', 'https://shop:80'],
    [3000, 8002, '127.0.0.1', 'http://localhost:8002'],
  ] as const)('%d is reached by people at %d of %s: %s', (container, host, address, url) => {
    const port = { container: containerPort(container), host: hostPort(host), address };
    expect(publishedUrl(port, 'shop')).toBe(url);
  });
});
