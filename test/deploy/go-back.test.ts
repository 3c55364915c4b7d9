import { describe, expect, it, vi } from 'vitest';
import { orGoBack } from '../../lib/deploy/go-back.js';
import { UserError } from '../../lib/model/user-error.js';

const broken = async () => {
  throw new UserError(
    'one is not healthy. The last lines of acme-one-clean:\nno module named x',
    'correct it',
  );
};

/** What a person is told of a change, and how often what ran before was started again. */
async function told(change: () => Promise<void>, go = async () => {}) {
  const back = { done: 'Release 1f0 runs again', go: vi.fn(go) };
  const error = await orGoBack(change, back).then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  return { error, returns: back.go.mock.calls.length };
}

describe('a change of what runs', () => {
  it('stays where it comes up', async () => {
    expect(await told(async () => {})).toEqual({ error: undefined, returns: 0 });
  });

  it('is undone where it does not, which is said after why, and it is a failure all the same', async () => {
    const { error, returns } = await told(broken);
    expect(returns).toBe(1);
    expect(error).toMatchObject({
      message: expect.stringMatching(/:\nno module named x\nRelease 1f0 runs again \(\d+\.\d s\)\.$/),
      fix: 'correct it',
    });
  });

  it('says both where what ran before does not come up again either', async () => {
    const { error, returns } = await told(broken, async () => {
      throw new UserError('the engine no longer has x', 'load it');
    });
    expect(returns).toBe(1);
    expect(error?.message).toMatch(
      /no module named x\nThe way back failed, too: the engine no longer has x \(load it\)$/,
    );
  });

  it('is left as it is where nothing ran before', async () => {
    await expect(orGoBack(broken, undefined)).rejects.toThrow(/no module named x$/);
  });

  it('is undone after a bug of ours, too, which is shown whole', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const { error, returns } = await told(async () => {
      throw new TypeError('x is undefined');
    });
    expect({ error, returns }).toEqual({ error: new TypeError('x is undefined'), returns: 1 });
    expect(log).toHaveBeenCalledWith(expect.stringMatching(/^Release 1f0 runs again/));
  });
});
