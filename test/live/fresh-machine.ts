import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { baseSettings } from '../../lib/setup/base-settings.js';
import { SECOND_ENGINE_LACK } from './second-engine.js';
import { enterRoot } from './trixie.js';
import { Uplink } from './uplink.js';

const PROJECT = resolve(import.meta.dirname, '../..');
const CHECKOUT = '/root/infrastructure';
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Why no machine can be made here, if it cannot; for the title of what is skipped. */
export const FRESH_MACHINE_LACK =
  SECOND_ENGINE_LACK ??
  ((await execa('mmdebstrap', ['--version'], { reject: false })).failed ? 'needs mmdebstrap' : undefined);

export interface Said {
  readonly exitCode: number | undefined;
  /** Both streams, as they came. */
  readonly all: string;
}

/**
 * Debian as its installer leaves it, with a checkout of this project: files, processes and network are its own. It has no
 * systemd, and is in the network that this machine is in: the same certificates, package sources and proxies.
 */
export class FreshMachine {
  private constructor(
    private readonly directory: string,
    private readonly init: FirstProcess,
    private readonly pid: string,
    private readonly uplink: Uplink,
  ) {}

  /** @param packages what it has besides what is required, git and curl */
  static async make(release: 'bookworm' | 'trixie', packages: readonly string[]): Promise<FreshMachine> {
    const directory = await mkdtemp(join(tmpdir(), 'oclive-machine-'));
    const root = join(directory, 'root');
    let init: FirstProcess | undefined;
    try {
      await makeRoot(root, release, ['git', 'curl', 'ca-certificates', ...packages]);
      await checkOut(join(root, CHECKOUT));
      init = boot(root);
      const pid = await firstLine(init);
      const machine = new FreshMachine(directory, init, pid, await Uplink.make(`/proc/${pid}/ns/net`));
      await machine.types('update-ca-certificates');
      return machine;
    } catch (error) {
      await end(directory, init);
      throw error;
    }
  }

  /** Runs a line in the checkout as its user does, who has a shell and nothing of this process's environment. */
  async types(line: string): Promise<Said> {
    const { sources, proxies } = baseSettings(process.env);
    const inside = ['--target', this.pid, '--mount', '--net', '--pid'];
    const { exitCode, all } = await execa('nsenter', [...inside, 'bash', '-c', `cd ${CHECKOUT}; ${line}`], {
      env: { ...sources, ...proxies, PATH, HOME: '/root', NO_COLOR: '1' },
      extendEnv: false,
      reject: false,
      all: true,
      stdin: 'ignore',
    });
    return { exitCode, all };
  }

  /** Ends whatever runs in it, and removes all that it had. */
  async remove(): Promise<void> {
    // an engine that is killed leaves its containers' control groups
    await this.types('docker ps --all --quiet | xargs --no-run-if-empty docker rm --force');
    await this.uplink.remove();
    await end(this.directory, this.init);
  }
}

/** With the first process ends all that runs in there. */
async function end(directory: string, init?: FirstProcess): Promise<void> {
  init?.kill('SIGKILL');
  await init;
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function makeRoot(root: string, release: string, packages: readonly string[]): Promise<void> {
  const { DEBIAN_MIRROR } = process.env;
  const options = ['--quiet', '--variant=minbase', `--include=${packages.join(',')}`];
  await execa('mmdebstrap', [...options, release, root, ...(DEBIAN_MIRROR ? [DEBIAN_MIRROR] : [])]);
  await writeFile(join(root, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  await copyFile('/etc/pip.conf', join(root, 'etc/pip.conf')).catch(() => {}); // few machines have one
  await trust(root);
}

/** What this machine trusts, the other does, each certificate in a file of its own: of a file, only the first is found by its hash. */
async function trust(root: string): Promise<void> {
  const bundle = await readFile(baseSettings(process.env).certificates, 'utf8');
  const certificates = bundle.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  const directory = join(root, 'usr/local/share/ca-certificates');
  await mkdir(directory, { recursive: true });
  for (const certificate of certificates) {
    const name = new X509Certificate(certificate).fingerprint256.replaceAll(':', '');
    await writeFile(join(directory, `${name}.crt`), `${certificate}\n`);
  }
}

/** What is committed, and what is changed here in files that git knows. */
async function checkOut(directory: string): Promise<void> {
  await execa('git', ['clone', '--quiet', '--no-hardlinks', PROJECT, directory]);
  const diff = ['-C', PROJECT, 'diff', '--binary', 'HEAD'];
  const { stdout } = await execa('git', diff, { stripFinalNewline: false });
  if (stdout) await execa('git', ['-C', directory, 'apply'], { input: stdout });
}

/**
 * Starts its first process, which waits for those that are left behind; it says its id, as it is here, once all is in place.
 * It ends with this process, however that ends.
 */
function boot(root: string) {
  const script = [
    'read -r pid rest < /proc/self/stat',
    'ip link set lo up',
    enterRoot(root, ['/dev', '/proc', '/sys']),
    'mount -t proc proc /proc',
    'echo $pid',
    'sleep infinity & wait',
  ].join('\n');
  const own = ['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child'];
  return execa('setpriv', ['--pdeathsig', 'KILL', ...own, 'sh', '-c', script], {
    env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    reject: false,
    stdin: 'ignore',
  });
}

type FirstProcess = ReturnType<typeof boot>;

async function firstLine(child: FirstProcess): Promise<string> {
  const [text] = await Promise.race([once(child.stdout, 'data'), child.then(() => [])]);
  if (text === undefined) throw new Error(`the machine did not start: ${(await child).stderr}`);
  return `${text}`.trim();
}
