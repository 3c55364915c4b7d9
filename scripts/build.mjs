/**
 * `npm run build` makes the package of the library in `dist/`: what tsc makes of each file, and in one file each what would otherwise bring
 * packages of its own (cdktf's are a quarter of an installation), or stays in memory for days.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

process.chdir(resolve(import.meta.dirname, '..'));
rmSync('dist', { recursive: true, force: true });
execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });

/** Directories of the packages whose code is in a bundle: their licences ask to be told. */
const bundled = new Set();

/** @param {import('esbuild').BuildOptions} options */
async function bundle(options) {
  const common = { bundle: true, minify: true, platform: 'node', target: 'node22', logLevel: 'warning' };
  const { metafile } = await build({ ...common, metafile: true, ...options });
  for (const input of Object.keys(metafile.inputs)) {
    const [directory] = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input) ?? [];
    if (directory) bundled.add(directory);
  }
}

/** @param {string} directory of a package */
function licenceOf(directory) {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(`${directory}/package.json`, 'utf8'),
  );
  const file = readdirSync(directory).find((each) => /^licen[cs]e/i.test(each));
  const source = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const text = file ? readFileSync(`${directory}/${file}`, 'utf8').trim() : license;
  return `${name} ${version} (${license}) ${source}\n\n${text}\n`;
}

await bundle({
  entryPoints: ['cli/watch-process.ts', 'cli/guard-process.ts'],
  outdir: 'dist/cli',
  outExtension: { '.js': '.cjs' },
});
await bundle({
  entryPoints: ['lib/agents/sdk.ts'],
  format: 'esm',
  external: ['zod'],
  allowOverwrite: true,
  outfile: 'dist/lib/agents/sdk.js',
});
/** What cdktf packs files with that a stack has as assets: none of ours has any, and every synthesis would load it. */
const withoutArchiver = {
  name: 'without-archiver',
  /** @param {import('esbuild').PluginBuild} build */
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/archiver\/index\.js$/ }, () => ({ contents: '' }));
  },
};

await bundle({
  entryPoints: ['dist/lib/terraform/app.js'],
  plugins: [withoutArchiver],
  format: 'esm',
  // what is ours is there once: an error is known by its class
  external: ['constructs', '../construct/*', '../model/*', '../swarm/*'],
  // cdktf is of CommonJS
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  allowOverwrite: true,
  outfile: 'dist/lib/terraform/app.js',
});

writeFileSync(
  'dist/THIRD-PARTY.txt',
  [...bundled]
    .sort()
    .map(licenceOf)
    .join(`\n${'-'.repeat(80)}\n\n`),
);

for (const folder of ['images', 'template']) cpSync(folder, `dist/${folder}`, { recursive: true });
cpSync('lib/ui/page', 'dist/lib/ui/page', { recursive: true });
cpSync('cli/typescript.mjs', 'dist/cli/typescript.mjs');
mkdirSync('dist/scripts');
cpSync('scripts/diff-comment.mjs', 'dist/scripts/diff-comment.mjs');
