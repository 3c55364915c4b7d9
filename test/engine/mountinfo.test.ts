import { describe, expect, it } from 'vitest';
import { parseMountinfo, placeOf } from '../../lib/engine/mountinfo.js';

const HOST = [
  '22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw',
  '30 22 0:40 /@home /home rw - btrfs /dev/sdb1 rw',
  '31 22 0:41 / /home/anna/code rw - xfs /dev/sdc1 rw',
  '',
].join('\n');

describe('/proc/<pid>/mountinfo', () => {
  it('is read with its paths as they are, spaces and backslashes too', () => {
    const line = '900 880 8:1 /code/my\\040file\\134x.py//deleted /app/my\\040file.py ro - ext4 /dev/sda1 rw';
    expect(parseMountinfo(line)).toEqual([
      { device: '8:1', root: '/code/my file\\x.py//deleted', target: '/app/my file.py' },
    ]);
  });

  it.each([
    ['/srv/main.py', '8:1', '/srv/main.py'],
    ['/home/anna/main.py', '0:40', '/@home/anna/main.py'],
    ['/home/anna/code/main.py', '0:41', '/main.py'],
    ['/home/anna/code', '0:41', '/'],
    ['/home/anna/codes/main.py', '0:40', '/@home/anna/codes/main.py'],
  ])('gives the place of %s on its file system: %s %s', (path, device, root) => {
    expect(placeOf(parseMountinfo(HOST), path)).toEqual({ device, root });
  });

  it('has of two mounts on one place the later', () => {
    const twice = `${HOST}40 22 0:50 /upper /home rw - tmpfs tmpfs rw\n`;
    expect(placeOf(parseMountinfo(twice), '/home/x')).toEqual({ device: '0:50', root: '/upper/x' });
  });
});
