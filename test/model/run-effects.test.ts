// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a shell's variables
import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../model/dockerfile/run-effects.js';

/** Where a script may change something, `*` for anywhere and `+` before a directory that it makes. */
function effects(script: string, workdir: string | undefined = '/app'): string[] {
  const lookup = (name: string) => ({ APP: '/srv/app', EMPTY: '' })[name];
  return effectsOf(script, workdir, lookup).map(
    ({ by, path, makes }) => `${by} ${makes ? '+' : ''}${path ?? '*'}`,
  );
}

const HARMLESS = [
  'pip install --no-cache-dir -r requirements.txt',
  'python3 -m pip install --upgrade pip',
  'apt-get update && apt-get install -y --no-install-recommends curl',
  'apk add --no-cache tini; update-ca-certificates',
  'groupadd --gid 1 x && useradd --uid 1 --gid x x',
  'chown -R 1:1 /app && chmod -R a+rX /app',
  'set -eux; [ -f main.py ] || exit 1',
  'npm cache clean --force && npm install -g pnpm',
  'npm --version',
  'go mod download',
  'git config --global user.name x',
  'uv pip install --system -r requirements.txt',
  'sed -n 1p main.py',
  'find . -name "*.py" -exec chmod 644 {} +',
  'find . -name "*.py"',
  'curl -fsS https://example.org/x > /dev/null 2>&1',
  'sudo -E apt-get update',
  'FOO=bar env BAZ=1 echo hi',
  'if test -f x; then echo a; else echo b; fi',
  'for f in a b; do echo $f; done',
  'echo "rm -rf /app" # rm -rf /app',
  "echo 'a\nrm x' \\\n b",
  'cat <<EOF\nrm -rf /app\nEOF\necho done',
  'cat <<-EOF\n\trm -rf /app\n\tEOF\necho done',
  'cat <<< "rm x"',
  '/usr/bin/apt-get clean',
  'sort names',
  'echo $((1 << 2)) $ "$" "\\$" $$',
  'sh -c "echo hi"',
  'cd /tmp',
  '',
];

const CHANGES: readonly [script: string, ...effects: string[]][] = [
  ['rm -rf /var/lib/apt/lists/*', 'rm /var/lib/apt/lists'],
  ['rm main.py ../x', 'rm /app/main.py', 'rm /x'],
  ['mv a /etc/b', 'mv /app/a', 'mv /etc/b'],
  ['mv -t /etc a b', 'mv /etc', 'mv /app/a', 'mv /app/b', 'mv /etc'],
  ['cp -r src /opt/src', 'cp /opt/src'],
  ['cp -t /opt a b', 'cp /opt'],
  ['cp --target-directory=/opt a', 'cp /opt'],
  ['ln -sf /dev/stdout /var/log/x', 'ln /var/log/x'],
  ['install -m 755 a /usr/bin/a', 'install /usr/bin/a'],
  ['install -d /data', 'install +/data'],
  ["sed -i 's/a/b/' conf/x.conf", 'sed /app/conf/x.conf'],
  ["sed -i -e 's/a/b/' -e s/c/d/ x", 'sed /app/s/a/b', 'sed /app/s/c/d', 'sed /app/x'],
  ["sed --in-place=.bak 's/a/b/' x", 'sed /app/x'],
  ['touch a', 'touch /app/a'],
  ['echo x | tee /etc/x', 'tee /etc/x'],
  ['echo x > a', '> /app/a'],
  ['echo x >> /etc/a 2>&1', '> /etc/a'],
  ['echo x &> /etc/a', '> /etc/a'],
  ['echo x >| /etc/a', '> /etc/a'],
  ['dd if=/dev/zero of=/disk bs=1', 'dd /disk'],
  ['gzip a', 'gzip /app/a'],
  ['tar -xzf a.tgz', 'tar /app'],
  ['tar xzf a.tgz -C /opt', 'tar /opt'],
  ['tar --directory=/opt -x', 'tar /opt'],
  ['tar -xzC /opt', 'tar /opt'],
  ['unzip a.zip -d /opt', 'unzip /opt'],
  ['curl -fsSLo /usr/bin/x https://example.org', 'curl /usr/bin/x'],
  ['curl -fsSLO https://example.org/x', 'curl /app'],
  ['curl --remote-name https://example.org/x', 'curl /app'],
  ['curl https://example.org/x'],
  ['wget https://example.org/x', 'wget /app'],
  ['wget -qO- https://example.org/x'],
  ['wget -O /x https://example.org/x', 'wget /x'],
  ['pip install --target /app/lib x', 'pip /app/lib'],
  ['pip install --prefix=/install x', 'pip /install'],
  ['python -m venv /opt/venv', 'venv /opt/venv'],
  ['sort -o /x y', 'sort /x'],
  ['npm ci', 'npm /app/node_modules'],
  ['npm install', 'npm /app/node_modules', 'npm /app/package-lock.json', 'npm /app/package.json'],
  ['yarn', 'yarn /app/node_modules', 'yarn /app/yarn.lock', 'yarn /app/package.json'],
  ['yarn --frozen-lockfile', 'yarn /app'],
  ['poetry install --no-root', 'poetry /app/.venv', 'poetry /app/poetry.lock'],
  ['npm run build', 'npm /app'],
  ['cd web && npm run build', 'npm /app/web'],
  ['(cd web && npm ci) && make', 'npm /app/web/node_modules', 'make /app'],
  ['cd "$UNSET" && make', 'make *'],
  ['cd && make', 'make *'],
  ['cd $APP && make', 'make /srv/app'],
  ['cd ${APP}/x && make', 'make /srv/app/x'],
  ['APP=/other; rm $APP/x', 'rm *'],
  ['for f in a; do rm $f; done', 'rm *'],
  ['rm /opt/$UNSET/x', 'rm /opt'],
  ['rm "/opt/a b"', 'rm /opt/a b'],
  ["rm /opt/'a b' \\*", 'rm /opt/a b', 'rm /app'],
  ['rm *.pyc', 'rm /app'],
  ['rm ~/.cache', 'rm /root/.cache', 'rm /home/.cache'],
  ['rm $HOME/.cache', 'rm /root/.cache', 'rm /home/.cache'],
  ['rm "$(ls /x)"', 'rm *'],
  ['rm `ls`', 'rm *'],
  ['echo $(rm /x)', 'rm /x'],
  ['echo "`rm /x`"', 'rm /x'],
  ['echo $(cd /x; rm a) && rm b', 'rm /x/a', 'rm /app/b'],
  ["echo $(echo \\) ')' (); rm /x)", 'rm /x'],
  ['go build -o /bin/x .', 'go /app', 'go /bin/x'],
  ['cmake --install-prefix=/opt .', 'cmake /app', 'cmake /opt'],
  ['./configure', 'configure /app'],
  ['git clone https://example.org/x', 'git /app'],
  ['mkdir -p /data logs', 'mkdir +/data', 'mkdir +/app/logs'],
  ['mkdir /data/$UNSET /x/{a,b}'],
  ['find /x /y -name "*.pyc" -delete', 'find /x', 'find /y'],
  ['find -delete', 'find /app'],
  ['find /x -exec rm {} +', 'find /x'],
  ['bash -ec "rm /x"', 'rm /x'],
  ['sh -c'],
  ['python manage.py collectstatic', 'python *'],
  ['./setup.sh', 'setup.sh *'],
  ['bash setup.sh', 'bash *'],
  ['curl -fsS https://example.org/x | sh', 'sh *'],
  ['sudo -u x ./a', 'x *'],
  ['$(which make) all', 'a program *'],
  ['case $X in a) rm /x;; esac', 'rm /x'],
  ['true && { rm /x; }', 'rm /x'],
  ['! rm /x', 'rm /x'],
  ['rm /x & rm /y', 'rm /x', 'rm /y'],
  ['cat <<A > /x\nrm y\nA\nrm z', '> /x', 'rm /app/z'],
];

describe('a RUN', () => {
  it.each(HARMLESS)('changes no application files by %j', (script) => {
    expect(effects(script)).toEqual([]);
  });

  it.each(CHANGES)('may change something by %j', (script, ...expected) => {
    expect(effects(script)).toEqual(expected);
  });

  it('changes unknown places where its directory is unknown', () => {
    const of = (script: string) => effectsOf(script, undefined, () => null).map(({ path }) => path);
    expect(of('make')).toEqual([undefined]);
    expect(of('rm x /y')).toEqual([undefined, '/y']);
    expect(of('mkdir x')).toEqual([]);
    expect(of('cd /x && make')).toEqual(['/x']);
  });

  it('that is nested without end may change anything', () => {
    expect(effects(`echo ${'$('.repeat(1000)}`)).toEqual(['a nested script *']);
    expect(effects(`${'echo $('.repeat(15)}rm /x${')'.repeat(15)}`)).toEqual(['rm /x']);
  });
});
