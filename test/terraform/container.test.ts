import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EnvironmentValue, text } from '../../lib/model/environment.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { containerConfig, duration } from '../../lib/terraform/container.js';
import { bind, serviceSpec } from '../spec.js';

const references = {
  image: 'image',
  networkId: 'network',
  sourceRoot: '/root',
  secret: (name: string) => `\${local.secrets["${name}"]}`,
};

const render = (overrides: Partial<ServiceSpec<'dev'>>) =>
  containerConfig(serviceSpec('dev', overrides), references);
const renderEnvironment = (VALUE: EnvironmentValue) => render({ environment: { VALUE } }).env?.[0];

/** What Terraform makes of a template: a doubled sign before a brace is text, a single one begins an expression. */
function evaluate(template: string): string {
  return template.replace(
    /\$\$\{|%%\{|\$\{local\.secrets\["(\w+)"\]\}|\$\{"([$%]+)"\}|\$\{|%\{/g,
    (sign, secret: string | undefined, quoted: string | undefined) => {
      if (secret) return `<${secret}>`;
      if (quoted) return quoted;
      if (sign.length === 3) return sign.slice(1);
      throw new Error(`"${sign}" in "${template}" begins an expression`);
    },
  );
}

describe('duration', () => {
  it.each([
    [0, '0s'],
    [2, '2s'],
    [59, '59s'],
    [60, '1m0s'],
    [90, '1m30s'],
    [600, '10m0s'],
    [3600, '1h0m0s'],
    [3661, '1h1m1s'],
  ])('of %d seconds is %s, as Docker prints it back', (seconds, expected) => {
    expect(duration(seconds)).toBe(expected);
  });

  it('reads back as the same number of seconds, with never more than 59 minutes or seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90_000 }), (seconds) => {
        const [, hours = '0', minutes = '0', rest] =
          /^(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(duration(seconds)) ?? [];
        expect(Number(hours) * 3600 + Number(minutes) * 60 + Number(rest)).toBe(seconds);
        expect(Math.max(Number(minutes), Number(rest))).toBeLessThan(60);
      }),
    );
  });
});

describe('text that Terraform would read as a template', () => {
  const unit = fc.constantFrom('$', '%', '{', '}', 'a', '"');

  it('stays text in the environment and the health check', () => {
    fc.assert(
      fc.property(fc.string({ unit }), (plain) => {
        const { healthcheck } = render({
          healthCheck: { test: ['CMD', plain], interval: 1, timeout: 1, retries: 1, startPeriod: 1 },
        });
        expect(evaluate(renderEnvironment([`${plain}.`]) ?? '')).toBe(`VALUE=${plain}.`);
        expect(evaluate((healthcheck as { test: string[] }).test[1] ?? '')).toBe(plain);
      }),
    );
  });

  it('stays text in the source of a mount, below the source root that Terraform knows', () => {
    const { mounts } = render({ mounts: [bind('a%{b}', '/app/a')] });
    expect(mounts).toEqual([{ type: 'bind', source: '/root/a%%{b}', target: '/app/a', readOnly: true }]);
  });

  it('stays text in the target of a mount', () => {
    const { mounts } = render({ mounts: [bind('a%{b}', '/app/a%{b}')] });
    expect(mounts).toMatchObject([{ target: '/app/a%%{b}' }]);
  });

  it('stays text in the command', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable
    const { command } = render({ command: ['sh', '-c', 'echo ${HOME}'] });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable
    expect(evaluate(command?.[2] ?? '')).toBe('echo ${HOME}');
  });

  it('ends before a secret, even with a dollar', () => {
    expect(evaluate(renderEnvironment(['a$', { secret: 'PASSWORD' }]) ?? '')).toBe('VALUE=a$<PASSWORD>');
  });

  it('ends before a secret, even with two dollars', () => {
    expect(evaluate(renderEnvironment(['a$$', { secret: 'PASSWORD' }]) ?? '')).toBe('VALUE=a$$<PASSWORD>');
  });
});

describe('a container', () => {
  it('has its secrets by reference, at their places', () => {
    const value = text`db://me:${{ secret: 'A' }}@host/${{ secret: 'B' }}`;
    expect(evaluate(renderEnvironment(value) ?? '')).toBe('VALUE=db://me:<A>@host/<B>');
  });

  it('is given a secret that is a file, for every user in it to read', () => {
    const { upload } = render({ secretFiles: { '/run/secrets/password': 'PASSWORD' } });
    const content = references.secret('PASSWORD');
    expect(upload).toEqual([{ file: '/run/secrets/password', content, permissions: '0444' }]);
  });

  it('has a variable by its fallback, which is text', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what Terraform would read as a template
    const value = text`http://${{ variable: 'HOST', fallback: 'a${b}' }}:80`;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the same as text
    expect(evaluate(renderEnvironment(value) ?? '')).toBe('VALUE=http://a${b}:80');
  });

  it('has capabilities by the names that the engine gives back', () => {
    const capabilities = (add: string[], drop: string[]) =>
      render({ capabilities: { add, drop } }).capabilities;
    expect(capabilities(['NET_RAW'], ['ALL'])).toEqual({ add: ['CAP_NET_RAW'], drop: ['ALL'] });
    expect(capabilities(['ALL'], ['NET_RAW'])).toEqual({ add: ['ALL'], drop: ['CAP_NET_RAW'] });
  });

  it('is given as long to stop by destroy as by a stop', () => {
    expect(render({ stopGrace: 30 })).toMatchObject({ stopTimeout: 30, destroyGraceSeconds: 30 });
  });
});
