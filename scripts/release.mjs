/**
 * `release.mjs` tags the commit as the version of package.json, `release.mjs --notes TAG` prints what a release of that tag
 * says. Both take it from CHANGELOG.md: `## 1.2.0 (2026-11-27)`, and what stands below it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const git = (...words) => execFileSync('git', words, { encoding: 'utf8' }).trim();

/** What the changelog says of a version, without the heading. */
function notesOf(version) {
  const [, ...sections] = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
  const section = sections.find(
    (text) => /^\S+ \(\d{4}-\d\d-\d\d\)\n/.test(text) && text.startsWith(`${version} (`),
  );
  return section?.slice(section.indexOf('\n')).trim();
}

function fail(problem, fix) {
  console.error(`error: ${problem}. Fix: ${fix}.`);
  process.exit(1);
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const [option, named] = process.argv.slice(2);
const tag = `v${version}`;
const notes = notesOf(version);
if (!notes)
  fail(
    `CHANGELOG.md says nothing about ${version}`,
    `describe what changed under "## ${version} (YYYY-MM-DD)"`,
  );
if (option === '--notes') {
  if (named !== tag) fail(`"${named}" is not the tag of ${version}`, `tag the commit ${tag}`);
  console.log(notes);
} else {
  if (git('status', '--porcelain') !== '') fail('the work tree has changes', 'commit them, or undo them');
  if (git('tag', '--list', tag) !== '')
    fail(`the tag ${tag} already exists`, 'set the next version in package.json');
  // git would take headings of the notes for comments
  git('tag', '--annotate', '--cleanup=verbatim', tag, '--message', `${tag}\n\n${notes}\n`);
  console.log(`${tag} is tagged. To publish it: git push origin ${tag}`);
}
