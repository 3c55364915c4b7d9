import { afterEach, describe, expect, it, vi } from 'vitest';
import { errors, of } from './lines.js';
import { READERS, verdict } from './verdict.js';

afterEach(() => vi.unstubAllEnvs());

const service = `
    build: ./one
    user: "1000"
    ports: ["127.0.0.1:7001:7001"]
    volumes: ["./one/a.py:/app/a.py:ro"]
`;
const ONE = {
  'one/a.py': "print('a')\n",
  'one/Dockerfile': 'FROM python:3.12-slim\nWORKDIR /app\nCOPY a.py ./\n',
  'compose.yaml': `services:\n  one:${service}  two:${service}`,
};

describe.each(READERS)('what an override takes away, read by $reader', ({ prepare }) => {
  it.each([
    ['!reset []', '!reset []'],
    ['!reset null', '!override []'],
    ['!reset', '!reset {}'],
    ['!reset ["127.0.0.1:1:1"]', '!reset ""'],
  ])('is gone: ports %s, volumes %s', async (ports, volumes) => {
    prepare();
    const override = `services:\n  one: {ports: ${ports} , volumes: ${volumes} }\n  two: {ports: ${ports} , volumes: ${volumes} }\n`;
    const lines = await verdict(
      { ...ONE, 'compose.prod.yaml': override },
      { prod: ['compose.yaml', 'compose.prod.yaml'] },
    );
    expect(of(lines, 'no-bind-in-prod', 'unique-host-ports', 'compose-is-read')).toEqual([]);
    expect(errors(lines)).toEqual([]);
  });

  it('is gone from what is extended too, by a tag behind an anchor', async () => {
    prepare();
    const text = `x-none: &none
  configs: !reset []
x-other: &other
  configs: !override
    - {source: b, target: /etc/b.txt}
services:
  base:
    image: busybox:1.36
    user: "1000"
    configs: [{source: missing, target: /etc/one.txt}]
    profiles: [never]
  bare: {extends: {service: base}, <<: *none, profiles: !reset []}
  late: {extends: {service: base}, <<: *other, profiles: !reset []}
configs: {missing: {file: ./nowhere.txt}, b: {file: ./b.txt}}
`;
    const lines = await verdict({ 'b.txt': 'b\n', 'compose.yaml': text }, { compose: ['compose.yaml'] });
    expect(of(lines, 'source-exists', 'compose-is-read')).toEqual([]);
    expect(lines.filter((line) => line.includes('/etc/'))).not.toEqual([]);
    expect(
      lines.filter((line) => line.includes('/etc/') && !line.includes('dev/late mounts[/etc/b.txt]')),
    ).toEqual([]);
  });
});
