import type { Example } from '../model/own-rule.js';
import { GROUPS, type Group, type RuleText } from '../rules/rule.js';

/**
 * RULES.md: every rule with its claim, the reason for it, a wrong and a right example.
 * @param validate what people type to have them checked
 */
export function renderRules(rules: readonly RuleText[], validate: string): string {
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => {
    const members = rules.filter((rule) => rule.group === (group as Group));
    return members.length > 0 ? [{ title, members }] : [];
  });
  return [
    `<!-- Generated from lib/rules/ by \`${validate} --rules\`. Change the rules, not this file. -->`,
    '# Rules',
    `What \`${validate}\` and every synthesis check. An error ends the run; a warning is shown; a note says what\ncould not be proven. A service that departs from a rule declares an exception in the model, with its reason, which is shown.`,
    ...groups.map(({ title, members }) => [`**${title}**`, contents(members)].join('\n\n')),
    ...groups.flatMap(({ title, members }) => [`## ${title}`, ...members.map(section)]),
  ].join('\n\n');
}

function contents(rules: readonly RuleText[]): string {
  return rules.map(({ id, claim }) => `- [${id}](#${id}): ${claim}`).join('\n');
}

function section({ id, severity, claim, why, wrong, right }: RuleText): string {
  return [`### ${id}`, `${claim} (${severity})`, why, 'Wrong:', fence(wrong), 'Right:', fence(right)].join(
    '\n\n',
  );
}

/** An example as a block of code. */
export function fence({ language, text }: Example): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
