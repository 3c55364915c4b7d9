import { describe, expect, it } from 'vitest';
import type { SystemContext } from '../../lib/construct/definition.js';
import { DockerService } from '../../lib/construct/docker-service.js';
import { nodeGet } from '../../lib/construct/health.js';
import type { Choice } from '../../lib/construct/left-out.js';
import { type Construct, Stack } from '../../lib/construct/stack.js';
import { describeSystems } from '../../lib/construct/systems.js';
import type { Mode } from '../../lib/model/mode.js';
import type { UserError } from '../../lib/model/user-error.js';
import { exampleApp } from '../system.js';

/** What is left out of the example, and why, in both modes alike. */
function leftOut(choice: Partial<Choice>): Record<string, string> {
  const { dev, prod } = exampleApp({}, choice);
  expect(prod.leftOut).toEqual(dev.leftOut);
  const all = dev.leftOut ?? [];
  for (const { services } of [dev, prod])
    for (const { name } of services) expect(all.map(({ service }) => service)).not.toContain(name);
  return Object.fromEntries(all.map(({ service, because }) => [service, because]));
}

function refusal(choice: Partial<Choice>): Pick<UserError, 'message' | 'fix'> {
  try {
    exampleApp({}, choice);
  } catch (error) {
    const { message, fix } = error as UserError;
    return { message, ...(fix === undefined ? {} : { fix }) };
  }
  throw new Error('nothing was thrown');
}

it('makes each stack once where nothing is left out', () => {
  const made: string[] = [];
  class Counted<M extends Mode> extends Stack<M> {
    constructor(scope: Construct, context: SystemContext<M>) {
      super(scope, context);
      made.push(this.mode);
      const healthCheck = nodeGet('/health');
      new DockerService(this, 'web', { mode: this.mode, image: 'web:1', port: 80, memory: 64, healthCheck });
    }
  }
  describeSystems({ stacks: { dev: Counted, prod: Counted } }, exampleApp().stacks.prod.context);
  expect(made).toEqual(['dev', 'prod']);
});

describe('the services left out', () => {
  it('are none by default, and nothing is said of them', () => {
    expect(exampleApp().dev).not.toHaveProperty('leftOut');
  });

  it('are those that somebody named, where no other requires them', () => {
    expect(leftOut({ without: ['ollama', 'frontend'] })).toEqual({
      frontend: '--without',
      ollama: '--without',
    });
  });

  it('may be any application service, with what requires it named', () => {
    expect(refusal({ without: ['ai-brain'] })).toEqual({
      message: 'cannot be left out alone: frontend requires ai-brain',
      fix: 'add --with-dependents to leave out frontend too, or keep what they require',
    });
  });

  it('name each service that requires one of them once', () => {
    expect(refusal({ without: ['redis'] }).message).toBe(
      'cannot be left out alone: ai-brain, asset-service, automation-service, communication-service, frontend, identity-service, network-service require redis',
    );
    expect(refusal({ without: ['asset-service'] }).message).toBe(
      'cannot be left out alone: automation-service requires asset-service; ai-brain requires automation-service; frontend requires ai-brain',
    );
  });

  it('take with them what requires them, if that is said, in turn too', () => {
    expect(leftOut({ without: ['asset-service'], withDependents: true })).toEqual({
      'ai-brain': 'requires asset-service',
      'asset-service': '--without',
      'automation-service': 'requires asset-service',
      frontend: 'requires ai-brain',
    });
  });

  it('are all that one does not require that is to be started alone', () => {
    const { dev } = exampleApp({}, { only: ['automation-service'] });
    expect(dev.services.map(({ name }) => name)).toEqual([
      'postgres',
      'redis',
      'migrations',
      'asset-service',
      'communication-service',
      'automation-service',
    ]);
    expect(leftOut({ only: ['automation-service'] })).toMatchObject({
      'ai-brain': 'not in --only',
      ollama: 'not in --only',
    });
  });

  it('do not take what can do without them: ai-brain runs without its model server, the frontend without a login', () => {
    const { dev } = exampleApp({}, { without: ['ollama', 'identity-service'] });
    expect(dev.services.map(({ name }) => name)).toEqual(expect.arrayContaining(['ai-brain', 'frontend']));
    const environment = (service: string) => dev.services.find(({ name }) => name === service)?.environment;
    expect(environment('ai-brain')).not.toHaveProperty('OLLAMA_BASE_URL');
    expect(environment('frontend')).not.toHaveProperty('REACT_APP_IDENTITY_URL');
  });

  it.each([
    ['fronted', 'there is no service "fronted": did you mean frontend?'],
    ['asset', 'there is no service "asset"'],
    ['', 'there is no service ""'],
    ['toString', 'there is no service "toString"'],
  ])('cannot be %j, which is none', (name, message) => {
    const fix = expect.stringMatching(/^name one of ai-brain, asset-service, .*, redis$/);
    expect(refusal({ without: ['ollama', name] })).toEqual({ message, fix });
    expect(refusal({ only: [name] })).toEqual({ message, fix });
  });

  it('are never all of them', () => {
    expect(refusal({ without: ['postgres', 'redis', 'ollama'], withDependents: true })).toMatchObject({
      message: 'nothing is left to start',
    });
  });

  it('are those, too, that this machine has no image of, if the system is whole without them', () => {
    expect(leftOut({ lacking: ['nobody', 'ollama', 'postgres'] })).toEqual({
      ollama: 'this machine has no image of it',
    });
    expect(leftOut({ lacking: ['ollama'], only: ['ollama'] })).not.toHaveProperty('ollama');
  });

  it('are those of the start, where a running system is looked at, whatever is said now', () => {
    const started = [
      { service: 'ai-brain', because: '--without' },
      { service: 'gone-since', because: '--without' },
    ];
    expect(leftOut({ without: ['ollama'], lacking: ['ollama'], started })).toEqual({
      'ai-brain': '--without',
    });
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
