import { describe, expect, it } from 'vitest';
import { collides, containerPort, hostPort, type PublishedPort } from '../../lib/model/port.js';

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
