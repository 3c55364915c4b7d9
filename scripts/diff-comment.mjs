/**
 * Keeps one comment in a pull request: REPORT, what diff-report.sh printed. It is found again by its first line, updated
 * in place, and removed when there is nothing left to say. Ends with 1 where data is no longer mounted and no label allows it.
 * It needs Node alone, for the job that may write runs nothing of npm.
 */
const MARK = '<!-- twomode diff -->';
const EMPTY = '<!-- twomode diff: no differences -->';
const LOSES = '<!-- twomode diff: loses data -->';
const LABEL = 'data-may-move';
const AUTHOR = 'github-actions[bot]';
const ATTEMPTS = 4;

/** Stands for the answer to a call that this token may not make. */
const REFUSED = Symbol('refused');

function required(name) {
  const value = process.env[name];
  if (value) return value;
  console.error(`error: ${name} is missing. Fix: set it, as the workflow does.`);
  process.exit(1);
}

const report = required('REPORT').trimEnd();
// below it there are words of the change
const head = report.split('\n').slice(0, 3);
const token = required('GITHUB_TOKEN');
const number = required('PULL_REQUEST');
const repository = `${process.env.GITHUB_API_URL || 'https://api.github.com'}/repos/${required('GITHUB_REPOSITORY')}`;

if (!/^\d+$/.test(number)) fail(`PULL_REQUEST "${number}" is not a number`);
if (!report.startsWith(MARK)) fail('REPORT is not what diff-report.sh prints');

function fail(problem) {
  console.log(`::error::${problem}`);
  process.exit(1);
}

/** Calls the API; a server that is busy is asked again, a little later each time. */
async function call(method, path, body) {
  for (let attempt = 1; ; attempt++) {
    const response = await answer(method, path, body);
    const { status } = response;
    const later = status === 429 || status >= 500;
    if (later && attempt < ATTEMPTS) {
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 250));
      continue;
    }
    if (status === 403 && method !== 'GET') return REFUSED;
    // somebody else was quicker to remove it
    if (status === 404 && method === 'DELETE') return undefined;
    if (status >= 400) fail(`GitHub answers ${status} to ${method} ${path}`);
    return status === 204 ? undefined : response.json();
  }
}

async function answer(method, path, body) {
  try {
    return await fetch(`${repository}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    return { status: 599, problem: String(error) };
  }
}

/** Every page of a list. */
async function all(path) {
  const found = [];
  for (let page = 1; ; page++) {
    const some = await call('GET', `${path}?per_page=100&page=${page}`);
    found.push(...some);
    if (some.length < 100) return found;
  }
}

async function updateComment() {
  const comments = await all(`/issues/${number}/comments`);
  // anybody can write the mark
  const [own, ...more] = comments.filter(
    ({ body, user }) => user?.login === AUTHOR && body?.startsWith(MARK),
  );
  for (const { id } of more) await call('DELETE', `/issues/comments/${id}`);
  if (head.includes(EMPTY)) return own && call('DELETE', `/issues/comments/${own.id}`);
  if (!own) return call('POST', `/issues/${number}/comments`, { body: report });
  return own.body === report ? undefined : call('PATCH', `/issues/comments/${own.id}`, { body: report });
}

async function requireLabel() {
  const labels = await all(`/issues/${number}/labels`);
  if (labels.some(({ name }) => name === LABEL)) return;
  fail(`a data volume is no longer mounted. If that is meant, give the pull request the label ${LABEL}`);
}

const outcome = await updateComment();
if (outcome === REFUSED)
  console.log(
    '::notice::This token may not comment, as in a pull request of a fork: see the summary of the job.',
  );
if (head.includes(LOSES)) await requireLabel();
