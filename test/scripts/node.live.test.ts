import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { Machine } from './machine.js';

/** The real programs, which need more of the machine than a made-up PATH has. */
const real = (name: string) => `PATH='${process.env.PATH}' HOME='${process.env.HOME}' exec ${name} "$@"`;

describe('Node is fetched', () => {
  it.each([
    ['npm', { npm: real('npm') }],
    ['PyPI', { python3: real('python3') }],
  ])('from %s, with an npm that runs', async (_, programs) => {
    const machine = new Machine({ node: 'echo v18.20.4', ...programs });
    const { code, error } = await machine.run(['--setup'], 'true');
    // what npm thinks of this machine's own settings is no part of it
    const said = error.split('\n').filter((line) => line !== '' && !/^npm warn Unknown /.test(line));
    expect({ code, said }).toEqual({ code: 0, said: [] });
    const [name = ''] = readdirSync(join(machine.cache, 'opsconductor'));
    const bin = join(machine.cache, 'opsconductor', name, 'bin');
    // without npm's own variables, which the test's npx has set
    const options = { env: { PATH: `${bin}:${process.env.PATH}`, HOME: machine.top }, extendEnv: false };
    expect((await execa('node', ['--version'], options)).stdout).toMatch(/^v24\./);
    expect((await execa('npm', ['prefix', '--global'], options)).stdout).toBe(join(bin, '..'));
    expect((await execa('npx', ['--version'], options)).stdout).toMatch(/^\d+\./);
  });
});
