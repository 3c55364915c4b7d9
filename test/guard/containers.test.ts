import { afterEach, expect, it, vi } from 'vitest';
import { watchEvents } from '../../lib/guard/containers.js';
import { named } from '../conventions.js';
import { plant } from '../disk/tree.js';

const ending = new AbortController();
afterEach(() => ending.abort());

it('hears what the engine said last before it was killed, in whatever parts docker writes it', async () => {
  // each field and each line end by itself, as docker does
  const parts = ['die', ' ', 'api', '\\n', 'start', ' a', 'pi\\n', 'stop', ' ', 'd', 'b'];
  const said = parts.map((part) => `printf '${part}'; sleep 0.02`).join('\n');
  const directory = plant({ docker: { text: `#!/bin/sh\n${said}\n`, mode: 0o755 } });
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
  const heard: string[] = [];
  const lost = new Promise<void>((resolve) => {
    const guard = {
      began: (name: string) => heard.push(`began ${name}`),
      ended: (name: string) => heard.push(`ended ${name}`),
      engineLost: () => {
        heard.push('engine lost');
        resolve();
      },
    };
    const plan = { ...named('acme'), mode: 'prod' as const, sourceRoot: '/', services: [] };
    watchEvents(plan, guard, ending.signal);
  });
  await lost;
  expect(heard).toEqual(['ended api', 'began api', 'ended db', 'engine lost']);
});
