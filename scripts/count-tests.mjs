/** Adds up vitest's JSON reports: `count-tests.mjs PASSED FAILED REPORT…`. Exit code 1 where anything failed. */
import { existsSync, readFileSync } from 'node:fs';

const [passedBefore, failedBefore, ...reports] = process.argv.slice(2);
const count = { passed: Number(passedBefore), failed: Number(failedBefore), skipped: 0 };
for (const path of reports) {
  const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  if (!report) console.log(`no report: ${path}`);
  count.passed += report?.numPassedTests ?? 0;
  // a file that did not load has no test to fail
  const broken = report?.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  count.failed += report ? report.numFailedTests + broken.length : 1;
  const skipped = (report?.testResults ?? []).flatMap((file) =>
    file.assertionResults.filter((test) => ['pending', 'skipped', 'todo', 'disabled'].includes(test.status)),
  );
  count.skipped += skipped.length;
  for (const test of skipped) console.log(`skipped: ${test.fullName}`);
}
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exitCode = count.failed === 0 ? 0 : 1;
