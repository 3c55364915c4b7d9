/**
 * `npm run validator` builds the validator on its own as a package of npm, in `dist/validator`: one file without dependencies,
 * and the licences of what is in it. With a folder (`npm run validator -- ..`) it is packed into that.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const project = resolve(import.meta.dirname, '..');
const folder = join(project, 'dist/validator');

/** What is loaded when it is first needed is in the file, too: the bundler knows `require` alone. */
const lazily = {
  name: 'lazily',
  setup({ onLoad }) {
    onLoad({ filter: /\/lib\/rules\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace('createRequire(import.meta.url)(', 'require('),
      loader: 'ts',
    }));
  },
};

function licences(inputs) {
  const packages = inputs.flatMap((path) => /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(packages)].sort().map((path) => {
    const directory = join(project, path);
    const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(directory, file), 'utf8').trim() : `License: ${license}`;
    return `${name} ${version}\n\n${text}\n`;
  });
}

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: project,
  entryPoints: ['cli/validator.ts'],
  outfile: join(folder, 'validator.cjs'),
  ...{ bundle: true, minify: true, metafile: true, platform: 'node', target: 'node22', logLevel: 'warning' },
  plugins: [lazily],
});
const { version, license, engines } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const description = 'Checks the mounts of any Compose setup, and what goes with them, against the disk';
const bin = { twomode: 'validator.cjs' };
const manifest = { name: 'twomode-validator', version, description, license, engines, bin };
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
writeFileSync(
  join(folder, 'LICENSES.txt'),
  licences(Object.keys(metafile.inputs)).join(`\n${'-'.repeat(72)}\n\n`),
);
cpSync(join(project, 'LICENSE'), join(folder, 'LICENSE'));
cpSync(join(project, 'docs/validator.md'), join(folder, 'README.md'));
cpSync(join(project, 'docs/RULES.md'), join(folder, 'RULES.md'));

const [destination] = process.argv.slice(2);
if (destination)
  execFileSync('npm', ['pack', folder, '--pack-destination', resolve(destination)], { stdio: 'inherit' });
