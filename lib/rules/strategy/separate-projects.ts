import { betweenModes, type Rule } from '../rule.js';

/** Compose takes what has one project name for one system. */
export const separateProjects: Rule = {
  id: 'separate-projects',
  severity: 'warning',
  group: 'strategy',
  claim: "Compose knows dev and prod by two project names, if both are somebody's own files.",
  why: "On one machine, `up` of one mode replaces the other's containers, and both use the same networks and volumes.",
  wrong: { language: 'yaml', text: '# compose.yaml, and compose.prod.yaml beside it, have no name' },
  right: { language: 'yaml', text: '# compose.prod.yaml\nname: shop-prod' },
  check: betweenModes((dev, prod) =>
    dev.foreign && prod.foreign && dev.name === prod.name
      ? [
          {
            where: 'system',
            at: 'name',
            problem: `dev and prod are both project "${dev.name}"`,
            fix: 'give one of them another name: `name:` in its file',
          },
        ]
      : [],
  ),
};
