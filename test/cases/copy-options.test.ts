import { describe, expect, it } from 'vitest';
import { errors, of } from './lines.js';
import { verdict } from './verdict.js';

const W = {
  'w/apps/one/pkg.json': '{}\n',
  'w/cfg/a.json': 'a\n',
  'w/cfg/dev.local': 'b\n',
  'compose.yaml': `services:
  w:
    build: {context: ./w}
    user: "1000"
    command: ["nodemon", "-L", "x.js"]
    volumes: ["./w/cfg:/w/cfg:ro", "./w/apps:/w/apps:ro"]
`,
};
const dockerfile = (copies: string) =>
  `# syntax=docker/dockerfile:1-labs\nFROM node:20-slim\nWORKDIR /w\n${copies}`;

describe("COPY's own options", () => {
  it.each([
    'COPY --exclude=*.local cfg ./cfg\nCOPY --parents apps/*/pkg.json ./\n',
    'COPY --exclude=*.local cfg ./cfg\nCOPY apps ./apps\n',
  ])('leave out of the image what --exclude names, and keep what --parents keeps: %j', async (copies) => {
    const lines = await verdict({ ...W, 'w/Dockerfile': dockerfile(copies) }, { dev: ['compose.yaml'] });
    expect(errors(lines)).toEqual([
      'error live-is-baked dev/w mounts[/w/cfg]: no COPY puts at /w/cfg/dev.local what dev mounts: w/cfg/dev.local',
    ]);
    expect(of(lines, 'live-is-baked')).toHaveLength(1);
  });

  it('keep a doubt on the line that copies', async () => {
    const copies = 'COPY --exclude=cfg/* cfg ./cfg\nCOPY apps ./apps\n';
    const lines = await verdict({ ...W, 'w/Dockerfile': dockerfile(copies) }, { dev: ['compose.yaml'] });
    expect(of(lines, 'live-is-baked')).toEqual([
      'note live-is-baked dev/w mounts[/w/cfg]: cannot be proven to be baked as it is: w/cfg/a.json, w/cfg/dev.local; COPY: whether --exclude leaves this out is not known',
    ]);
  });
});
