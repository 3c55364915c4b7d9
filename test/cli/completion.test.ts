import { describe, expect, it } from 'vitest';
import { type CompletedCommand, completionText } from '../../cli/completion-text.js';
import { sinceOption } from '../../cli/since-option.js';

const COMMANDS: readonly CompletedCommand[] = [
  {
    ...{ name: 'logs', does: "show a service's log: all of it", words: ['api', 'web'] },
    options: [{ name: '--follow', does: "go on, don't end" }],
  },
  { name: 'export', does: 'write', words: [], options: [] },
];

describe('completion', () => {
  it('for bash has commands, the words that follow each, and its options', () => {
    const text = completionText('my-shop', COMMANDS, 'bash');
    expect(text).toContain("words='logs export'");
    expect(text).toContain("logs) words='api web' options='--follow' ;;");
    expect(text).toContain('complete -o bashdefault -o default -F _my_shop my-shop');
  });

  it('for zsh says what each is for', () => {
    const text = completionText('shop', COMMANDS, 'zsh');
    expect(text).toMatch(/^#compdef shop\n/);
    expect(text).toContain(`'logs:show a service'\\''s log: all of it' 'export:write'`);
    expect(text).toContain('logs) known=(api web); options=(');
  });

  it('for fish says it too, and completes files where nothing is known', () => {
    const lines = completionText('shop', COMMANDS, 'fish').split('\n');
    expect(lines).toContain(`complete -c shop -n '__fish_seen_subcommand_from logs' -f -a 'api web'`);
    expect(lines).toContain(
      `complete -c shop -n '__fish_seen_subcommand_from logs' -l follow -d 'go on, don'\\''t end'`,
    );
    expect(lines.filter((line) => line.includes('seen_subcommand_from export'))).toEqual([]);
  });
});

describe('--since', () => {
  it.each([
    ['10m', '2030-01-01T11:50:00.000Z'],
    ['1h30m', '2030-01-01T10:30:00.000Z'],
    ['2d', '2029-12-30T12:00:00.000Z'],
    ['2029-12-31T08:00:00Z', '2029-12-31T08:00:00.000Z'],
  ])('takes %s', (value, time) => {
    expect(sinceOption(value, Date.parse('2030-01-01T12:00:00Z'))).toBe(time);
  });

  it.each(['yesterday', '10', 'm', '10 m', '2030-13-77'])('refuses %s', (value) => {
    expect(() => sinceOption(value)).toThrow(`--since "${value}" is neither a duration nor a time`);
  });
});
