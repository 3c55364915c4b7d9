import { expect, it } from 'vitest';
import { policyOption } from '../../lib/backup/keep.js';
import { scheduleText } from '../../lib/backup/schedule.js';
import { conventionsOf } from '../../lib/construct/define-system.js';

const text = scheduleText({
  settings: { name: 'shop', conventions: conventionsOf({ name: 'shop' }), directory: '/srv/the shop' },
  repository: { location: 'sftp:host:/50%', passwordFile: '/keys/password' },
  words: '--keep 7,5,12',
  path: '/usr/bin:/bin',
});

it('the schedule is a timer of systemd, which knows where backups go and how they are opened', () => {
  expect(text).toContain('WorkingDirectory=/srv/the shop\n');
  expect(text).toContain('Environment="SHOP_BACKUP=sftp:host:/50%%"\n');
  expect(text).toContain('Environment="RESTIC_PASSWORD_FILE=/keys/password"\n');
  expect(text).toContain('ExecStart=/bin/sh -c "exec npx twomode backup --keep 7,5,12"\n');
});

it('or a line of cron, in which nothing is cut off at a percent sign', () => {
  expect(text.split('\n').at(-1)).toBe(
    "0 3 * * * cd '/srv/the shop' && SHOP_BACKUP='sftp:host:/50\\%' RESTIC_PASSWORD_FILE=/keys/password PATH=/usr/bin:/bin npx twomode backup --keep 7,5,12",
  );
});

it('how many are kept is said by three numbers', () => {
  expect(policyOption('3,0,24')).toEqual({ daily: 3, weekly: 0, monthly: 24 });
  for (const wrong of ['7', '0,1,1', '7,5', 'a,b,c', '7,5,12,1'])
    expect(() => policyOption(wrong)).toThrow('--keep');
});
