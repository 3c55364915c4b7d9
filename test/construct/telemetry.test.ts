import { describe, expect, it } from 'vitest';
import { conventionsOf } from '../../lib/construct/define-system.js';
import { MODES } from '../../lib/model/mode.js';
import { composeOf } from '../compose/file.js';
import { exampleApp, terraformTexts } from '../system.js';

const conventions = conventionsOf({ name: 'opsconductor', telemetry: 'http://collector:4318' });
const systems = exampleApp({ conventions });
const told = (mode: 'dev' | 'prod', name: string) =>
  Object.entries(systems[mode].services.find((each) => each.name === name)?.environment ?? {}).filter(
    ([variable]) => variable.startsWith('OTEL_'),
  );

describe("OpenTelemetry's variables", () => {
  it.each(MODES)('of a service say in %s where to send to, and what it is', (mode) => {
    expect(told(mode, 'ai-brain')).toEqual([
      ['OTEL_EXPORTER_OTLP_ENDPOINT', ['http://collector:4318']],
      ['OTEL_RESOURCE_ATTRIBUTES', [`service.namespace=opsconductor,deployment.environment.name=${mode}`]],
      ['OTEL_SERVICE_NAME', ['ai-brain']],
    ]);
  });

  it('are not for databases, nor for a page, nor where the team has set no endpoint', () => {
    for (const name of ['postgres', 'redis', 'frontend', 'gateway']) expect(told('prod', name)).toEqual([]);
    expect(JSON.stringify(exampleApp().prod)).not.toContain('OTEL_');
  });

  it('need an address', () => {
    for (const telemetry of ['collector:4318', 'http://', 'ftp://collector'])
      expect(() => conventionsOf({ name: 'shop', telemetry })).toThrow(
        /no address that telemetry could be sent to/,
      );
    for (const telemetry of ['http://localhost:4318', 'http://127.0.0.1:4318/v1', 'http://[::1]'])
      expect(() => conventionsOf({ name: 'shop', telemetry })).toThrow(
        "that is each service's own container",
      );
    expect(
      conventionsOf({ name: 'shop', telemetry: 'http://localhost.example.com' }).telemetry,
    ).toBeDefined();
  });

  it('are the same by Compose and by Terraform', () => {
    const { prod } = systems;
    const compose = composeOf(prod).services['ai-brain']?.environment;
    expect(compose).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_SERVICE_NAME: 'ai-brain',
    });
    for (const value of told('prod', 'ai-brain').map(([name, parts]) => `${name}=${String(parts)}`))
      expect(terraformTexts({ conventions }).prod).toContain(value);
  });
});
