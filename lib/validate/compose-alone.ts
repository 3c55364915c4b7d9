import type { Finding } from '../model/finding.js';
import type { SystemSpec } from '../model/service-spec.js';
import type { RuleText } from '../rules/rule.js';
import { onlyCompose } from '../synth/only-compose.js';

/** What only one engine is told makes two systems of one description. */
export const bothEngines: RuleText = {
  id: 'both-engines',
  severity: 'note',
  group: 'strategy',
  claim: 'Nothing of a service is told to Compose alone.',
  why: "Terraform's stacks do not have it, and no rule looks at it.",
  wrong: { language: 'ts', text: "compose: { user: 'node' }" },
  right: { language: 'ts', text: "user: 'node'" },
};

/** A finding for each service with attributes of Compose's own. */
export function composeAlone(systems: readonly SystemSpec[]): Finding[] {
  const { id, severity } = bothEngines;
  return systems.flatMap((system) =>
    [...onlyCompose(system)].map(([service, attributes]) => ({
      rule: id,
      severity,
      where: `${system.mode}/${service}`,
      at: 'compose',
      problem: `tells Compose alone of ${attributes.join(', ')}: not expressed under Terraform, and no rule looks at it`,
      fix: 'say with other properties what they have words for',
    })),
  );
}
