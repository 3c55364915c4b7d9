import { describe, expect, it } from 'vitest';
import { canBeLocked, lockImages } from '../../lib/model/image-lock.js';

describe('the image lock', () => {
  it('changes nothing where nothing is locked', () => {
    expect(lockImages({ 'a:1': 'b:1' }, {})).toEqual({ 'a:1': 'b:1' });
  });

  it('pins a reference that is used as it is, and keeps its tag to be read', () => {
    expect(lockImages({}, { 'redis:7': 'sha256:1' })).toEqual({ 'redis:7': 'redis:7@sha256:1' });
  });

  it("pins a mirror by the mirror's name, whatever is locked of the upstream one", () => {
    const lock = { 'm/redis:7': 'sha256:2', 'redis:7': 'sha256:1' };
    expect(lockImages({ 'redis:7': 'm/redis:7' }, lock)['redis:7']).toBe('m/redis:7@sha256:2');
  });

  it('leaves alone what is mapped to an image that is not locked', () => {
    const images = { 'redis:7': 'localhost/base/redis:8' };
    expect(lockImages(images, { 'redis:7': 'sha256:1' })).toEqual(images);
  });

  it('is for what a registry has', () => {
    const references = ['redis:7', 'm.example.com/redis:7', 'localhost/base/redis:8', 'redis@sha256:1'];
    expect(references.filter(canBeLocked)).toEqual(references.slice(0, 2));
  });
});
