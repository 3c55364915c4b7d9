import type { RuleText } from '../rules/rule.js';

export const composeIsRead: RuleText = {
  id: 'compose-is-read',
  severity: 'error',
  group: 'reading',
  claim: 'Every Compose file can be read, and so can every file that it names.',
  why: 'Compose refuses the setup, and no rule sees what could not be read.',
  wrong: { language: 'yaml', text: 'services:\n  api:\n    ports: 8002:3002' },
  right: { language: 'yaml', text: 'services:\n  api:\n    ports: ["8002:3002"]' },
};

export const composeIsUnderstood: RuleText = {
  id: 'compose-is-understood',
  severity: 'note',
  group: 'reading',
  claim: 'Everything in a Compose file that matters to a rule is understood.',
  why: 'The rules say nothing about what they do not see.',
  wrong: { language: 'yaml', text: 'services:\n  api:\n    volumes_from: [worker]' },
  right: { language: 'yaml', text: 'services:\n  api:\n    volumes: ["./api/main.py:/app/main.py"]' },
};

/** What can be said of reading a Compose setup, beside the rules about what is in it. */
export const READING_RULES: readonly RuleText[] = [composeIsRead, composeIsUnderstood];
