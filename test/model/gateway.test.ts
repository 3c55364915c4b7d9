import { describe, expect, it } from 'vitest';
import {
  gatewayOf,
  isMeasured,
  METRICS_PORT,
  pastGatewayLines,
  trustLines,
} from '../../lib/model/gateway.js';
import { containerPort, hostPort } from '../../lib/model/port.js';
import { serviceSpec, systemSpec } from '../spec.js';

const published = (container: number, address: '127.0.0.1' | '0.0.0.0') => [
  { container: containerPort(container), host: hostPort(container), address },
];
const gateway = serviceSpec('prod', {
  ...{ name: 'gateway', container: 'acme-gateway-prod', port: containerPort(443) },
  environment: { CADDYFILE: ['…'], GATEWAY_TLS: [] },
  published: published(443, '0.0.0.0'),
});
const api = (address: '127.0.0.1' | '0.0.0.0') =>
  serviceSpec('prod', { published: published(3000, address) });

describe('a system behind a gateway', () => {
  it('says what is reached past it, and how that was asked for', () => {
    expect(pastGatewayLines(systemSpec('prod', [api('0.0.0.0'), gateway]))).toEqual([
      'Past the gateway, on every address: api (OPSCONDUCTOR_OPEN_PORTS=1).',
    ]);
    expect(pastGatewayLines(systemSpec('prod', [api('127.0.0.1'), gateway]))).toEqual([]);
  });

  it('says nothing of the kind where there is no gateway', () => {
    const system = systemSpec('prod', [api('0.0.0.0')]);
    expect(gatewayOf(system)).toBeUndefined();
    expect(pastGatewayLines(system)).toEqual([]);
    expect(trustLines(system, 'localhost', '')).toEqual([]);
  });

  it.each([
    ['localhost', ''],
    ['opsbox', ''],
    ['10.0.0.7', ''],
    ['ops.internal', ''],
    ['ops.example.com', 'internal'],
  ])('at %s with "%s" says how its own authority is trusted', (host, tls) => {
    const [, command] = trustLines(systemSpec('prod', [gateway]), host, tls);
    expect(command).toContain(
      'docker exec acme-gateway-prod cat /var/tmp/caddy/pki/authorities/local/root.crt',
    );
  });

  it.each([
    ['ops.example.com', ''],
    ['localhost', 'ops@example.com'],
  ])('at %s with "%s" has a certificate that browsers trust', (host, tls) => {
    expect(trustLines(systemSpec('prod', [gateway]), host, tls)).toEqual([]);
  });

  it('with a certificate of its own has nothing to be trusted', () => {
    const own = { ...gateway, environment: { CADDYFILE: ['…'] } };
    expect(trustLines(systemSpec('prod', [own]), 'localhost', '')).toEqual([]);
  });
});

it('a system is measured at its gateway, where that has the port for it', () => {
  const of = (...otherPorts: number[]) =>
    isMeasured(
      systemSpec('prod', [{ ...gateway, otherPorts: otherPorts.map((port) => containerPort(port)) }]),
    );
  expect([of(METRICS_PORT), of(80, METRICS_PORT), of(80), of()]).toEqual([true, true, false, false]);
  expect(isMeasured(systemSpec('prod', [gateway]))).toBe(false);
  expect(isMeasured(systemSpec('prod', []))).toBe(false);
});
