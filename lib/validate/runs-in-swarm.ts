import { readRun } from '../dockerfile/read-run.js';
import type { Facts } from '../model/facts.js';
import type { Finding } from '../model/finding.js';
import type { SystemSpec } from '../model/service-spec.js';
import type { RuleText } from '../rules/rule.js';
import { stackFaults } from '../swarm/write/faults.js';
import { programsOf } from '../synth/programs.js';

/** Prod could be a stack of Swarm's, too. */
export const runsInSwarm: RuleText = {
  id: 'runs-in-swarm',
  severity: 'note',
  group: 'strategy',
  claim: 'Swarm runs prod as it is described.',
  why: 'Nothing is left out in silence: without a word for it, no stack file is written, and `--swarm` refuses to deploy.',
  wrong: { language: 'ts', text: "replicas: 3, volumes: { data: '/data' }" },
  right: { language: 'ts', text: 'replicas: 3' },
};

/** A finding for each thing that Swarm would not run as it is described. */
export function notForSwarm(prod: SystemSpec, facts: Facts): Finding[] {
  const { id, severity } = runsInSwarm;
  const programs = programsOf(prod, (source, mode) => {
    const context = facts.context(source);
    // what cannot be read is found by others
    return 'dockerfile' in context ? readRun(context.dockerfile, mode) : { command: [] };
  });
  return stackFaults(prod, programs).map(({ service, at, problem, fix }) => ({
    ...{ rule: id, severity, at, problem, fix },
    where: service === undefined ? 'prod' : `prod/${service}`,
  }));
}
