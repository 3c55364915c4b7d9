import { afterEach, describe, expect, it, vi } from 'vitest';
import { errors, of } from './lines.js';
import { READERS, verdict } from './verdict.js';

afterEach(() => vi.unstubAllEnvs());

const MAILBOX = `services:
  web: {image: nginx:1.27, user: "101", depends_on: [mailbox]}
  mailbox: {image: axllent/mailpit:v1.20, user: "1000", profiles: [tools], privileged: true}
`;

describe.each(READERS)('a service with profiles, read by $reader', ({ prepare }) => {
  it('is not run where nothing activates one, so who waits for it cannot start', async () => {
    prepare();
    const lines = await verdict({ 'compose.yaml': MAILBOX }, { dev: ['compose.yaml'] });
    expect(errors(lines)).toEqual([
      'error known-dependencies dev/web dependsOn[mailbox]: waits for "mailbox", which only profile "tools" starts',
    ]);
    expect(of(lines, 'compose-is-understood')).toEqual([
      'note compose-is-understood dev compose.yaml: mailbox is not checked: nothing activates its profile "tools"',
    ]);
  });

  it('is run where COMPOSE_PROFILES of .env, of the shell or --profile says so, and nothing is assumed', async () => {
    prepare();
    const files = { 'compose.yaml': MAILBOX, 'gone/x': '' };
    const dev = { dev: ['compose.yaml'] };
    for (const lines of [
      await verdict({ ...files, '.env': 'COMPOSE_PROFILES=other,tools\n' }, dev),
      await verdict(files, { ...dev, profile: ['tools'] }),
      await verdict(files, { ...dev, profile: ['*'] }),
    ]) {
      expect(of(lines, 'compose-is-understood', 'known-dependencies')).toEqual([]);
      expect(lines.join('\n')).toContain('dev/mailbox privileged');
    }
    vi.stubEnv('COMPOSE_PROFILES', 'tools');
    expect(of(await verdict(files, dev), 'known-dependencies')).toEqual([]);
  });

  it('may be extended, named by a URL and waited for by choice', async () => {
    prepare();
    const text = `services:
  base: {image: busybox:1.36, user: "1000", env_file: none.env, profiles: [never], volumes: ["./gone:/data"]}
  web:
    image: nginx:1.27
    user: "101"
    environment: {MAIL: "smtp://base:25"}
    depends_on: {base: {condition: service_started, required: false}}
  bare: {extends: {service: base}, profiles: !reset [], env_file: !reset [], volumes: !reset []}
`;
    expect(errors(await verdict({ 'compose.yaml': text }, { dev: ['compose.yaml'] }))).toEqual([]);
  });
});
