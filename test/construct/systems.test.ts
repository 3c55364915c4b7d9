import { describe, expect, it } from 'vitest';
import { exampleApp } from '../system.js';

describe('the services left out', () => {
  it('are in neither system, and are named as those that may be', () => {
    const { dev, prod } = exampleApp({ without: ['ollama'] });
    for (const { services, optional } of [dev, prod]) {
      expect(services.map(({ name }) => name)).not.toContain('ollama');
      expect(optional).toEqual(['frontend', 'identity-service', 'ollama']);
    }
  });

  it.each(['postgres', 'ai-brain', '', 'toString'])('cannot be %j', (name) => {
    expect(() => exampleApp({ without: ['ollama', name] })).toThrow(
      expect.objectContaining({
        message: `"${name}" cannot be left out: it is unknown, or another service requires it`,
        fix: 'leave out one of frontend, identity-service, ollama',
      }),
    );
  });

  it('may be unknown where the machine lacks them for every system, and nobody named them for this one', () => {
    const app = (said: readonly string[]) => exampleApp({ without: ['nobody', 'ollama'] }, said);
    expect(app(['ollama']).dev.services.map(({ name }) => name)).not.toContain('ollama');
    expect(() => app(['nobody'])).toThrow('"nobody" cannot be left out');
  });

  it('need not be there: nothing of their source is read', () => {
    const context = (source: { readonly directory: string }) => {
      if (source.directory === 'frontend') throw new Error('read');
      return { digest: '', stages: [] };
    };
    expect(() => exampleApp({ without: ['frontend'], sources: { context } })).not.toThrow();
    expect(() => exampleApp({ sources: { context } })).toThrow('read');
  });
});
