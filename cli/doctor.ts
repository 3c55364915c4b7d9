import { CHECKS } from '../lib/doctor/checks.js';
import type { Diagnosis } from '../lib/doctor/diagnosis.js';
import { lookAtMachine } from '../lib/doctor/look-at-machine.js';
import type { Project } from '../lib/synth/project.js';
import { colour } from './colour.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';

/** `doctor`: whether this machine has what the system needs; exit code 1 where something is missing. Mends nothing itself. */
export async function doctor(project: Project, json: boolean): Promise<void> {
  const machine = await lookAtMachine(project);
  const checks = CHECKS.flatMap((check) => check(machine));
  const right = checks.every(({ state }) => state !== 'error');
  if (json) printJson(SHAPES.doctor, { version: 1, right, checks });
  else console.log(checks.map(textOf).join('\n'));
  if (!right) process.exitCode = 1;
}

const COLOURS = { ok: 'green', warning: 'yellow', error: 'red' } as const;

function textOf({ check, state, says, cure, does }: Diagnosis): string {
  const line = `${colour(COLOURS[state], state.padEnd(7))}  ${check.padEnd(12)}  ${says}`;
  return cure === undefined
    ? line
    : `${line}\n         Fix: ${cure}${does === undefined ? '' : `: ${does}`}.`;
}
