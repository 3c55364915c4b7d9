import { describe, expect, it } from 'vitest';
import { eventProblem } from '../../lib/watch/events.js';

const problem = (code: string) => eventProblem(Object.assign(new Error('watch failed'), { code }));

describe('a kernel that tells of no more changes', () => {
  it.each([
    ['ENOSPC', 'max_user_watches=524288'],
    ['EMFILE', 'max_user_instances=1024'],
  ])('for %s is fixed by %s, and the files are checked meanwhile', (code, setting) => {
    expect(problem(code)).toContain(`Fix: sudo sysctl fs.inotify.${setting}.`);
    expect(problem(code)).toContain('checked twice a second, as with --poll');
  });

  it('for any other reason is given in its words', () => {
    expect(problem('EIO')).toContain('watch failed');
  });
});
