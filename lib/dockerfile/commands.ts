/**
 * What is known of programs that RUN calls, and of nothing else. A program that stands in none of these tables may change
 * anything.
 */

/** Words at white space; the empty one, for a program without a subcommand, where the text ends with it. */
function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Known harmless: they touch no application files, only the system's packages, users, owners and caches, or nothing. */
export const HARMLESS: ReadonlySet<string> =
  words(`: true false echo printf test [ [[ set export unset exit return wait sleep trap shift local readonly umask ulimit
  type which command hash read alias source getopts . cat ls grep egrep fgrep head tail sort uniq cut tr wc du df stat file id
  whoami uname date printenv md5sum sha1sum sha256sum sha512sum cmp diff basename dirname realpath readlink getent ldd
  nproc pwd seq yes apt apt-get apt-cache apt-key apt-mark apt-config aptitude dpkg dpkg-query dpkg-reconfigure
  dpkg-divert debconf-set-selections apk yum dnf microdnf rpm zypper pacman add-apt-repository update-ca-certificates
  update-alternatives locale-gen localedef update-locale ldconfig fc-cache gpg gpgconf useradd adduser groupadd addgroup
  usermod groupmod userdel deluser groupdel passwd chpasswd chsh chown chmod chgrp setcap setfacl sync rmdir mktemp
  pip pip3 gem corepack rustup`);

/** They call the command that stands behind them. */
export const WRAPPERS: ReadonlySet<string> = words('sudo exec env time nice nohup command builtin eatmydata');

/** Installers by what they fill below the working directory; any other subcommand is taken for a build. */
export const INSTALLERS: ReadonlyMap<
  string,
  { readonly folders: readonly string[]; readonly does: ReadonlySet<string> }
> = new Map(
  Object.entries({
    npm: {
      folders: ['node_modules', 'package-lock.json', 'package.json'],
      does: words('i install add rebuild prune dedupe'),
    },
    'npm ci': { folders: ['node_modules'], does: words('ci') },
    yarn: { folders: ['node_modules', 'yarn.lock', 'package.json'], does: words('install add ') },
    pnpm: {
      folders: ['node_modules', 'pnpm-lock.yaml', 'package.json'],
      does: words('i install add fetch prune'),
    },
    bun: { folders: ['node_modules', 'bun.lockb', 'bun.lock', 'package.json'], does: words('i install add') },
    poetry: { folders: ['.venv', 'poetry.lock'], does: words('install sync lock') },
    pipenv: { folders: ['.venv', 'Pipfile.lock'], does: words('install sync lock') },
    uv: { folders: ['.venv', 'uv.lock'], does: words('sync lock venv') },
    bundle: { folders: ['vendor', '.bundle', 'Gemfile.lock'], does: words('install config ') },
    composer: { folders: ['vendor', 'composer.lock'], does: words('install require') },
  }),
);

/** Subcommands that touch no application files. */
export const HARMLESS_SUBCOMMANDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    npm: words('cache config set get audit version --version -v'),
    yarn: words('cache config global --version -v'),
    pnpm: words('config store --version -v'),
    poetry: words('config self --version'),
    uv: words('pip tool cache python --version'),
    go: words('mod env version install get'),
    cargo: words('install fetch --version'),
    git: words('config --version version rev-parse log describe status'),
  }),
);

/** They build: anything below the working directory may change, and what they are told by an absolute path. */
export const BUILDERS: ReadonlySet<string> =
  words(`make cmake ninja meson npm npx yarn pnpm bun bunx poetry pipenv uv bundle composer go cargo mvn mvnw gradle gradlew ant
  sbt lein mix rebar3 stack cabal swift zig bazel dotnet msbuild tsc vite webpack esbuild rollup parcel babel next nuxt
  ng sass gcc g++ cc c++ clang clang++ rustc javac configure git patch`);

/** They change the files that they are given: all of them, or the last one. */
export const WRITERS: ReadonlyMap<string, 'all' | 'last'> = new Map(
  Object.entries({
    mv: 'all',
    rm: 'all',
    unlink: 'all',
    shred: 'all',
    touch: 'all',
    truncate: 'all',
    tee: 'all',
    sed: 'all',
    dd: 'all',
    gzip: 'all',
    gunzip: 'all',
    bzip2: 'all',
    bunzip2: 'all',
    xz: 'all',
    unxz: 'all',
    zstd: 'all',
    dos2unix: 'all',
    cp: 'last',
    ln: 'last',
    install: 'last',
    rsync: 'last',
  } as const),
);

/** They write to the working directory, unless one of these options names another place. */
export const TO_OPTION: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    tar: ['-C', '--directory'],
    unzip: ['-d'],
    wget: ['-O', '--output-document', '-P', '--directory-prefix'],
    curl: ['-o', '--output', '--output-dir'],
  }),
);

/** Harmless programs that write where one of these options says. */
export const OPTIONAL_OUTPUT: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    pip: ['-t', '--target', '--prefix', '--root'],
    pip3: ['-t', '--target', '--prefix', '--root'],
    sort: ['-o', '--output'],
    gpg: ['-o', '--output'],
  }),
);
