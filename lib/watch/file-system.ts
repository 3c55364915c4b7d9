import { statfsSync } from 'node:fs';

/** File systems whose changes the kernel does not tell of when they are made elsewhere (statfs(2), linux/magic.h). */
const SILENT: Readonly<Record<number, string>> = {
  26985: 'nfs',
  4283649346: 'cifs',
  4266872130: 'smb2',
  // WSL2 has the disks of Windows by it
  16914839: '9p',
  2020557398: 'vboxsf',
};

/** What to do where events of the files may not arrive; undefined where they do. */
export function fileSystemHint(path: string): string | undefined {
  const name = SILENT[statfsSync(path).type];
  return (
    name &&
    `Hint: ${path} is on ${name}, where file events may not arrive. If an edit is not noticed, use --poll.`
  );
}
