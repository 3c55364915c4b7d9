import type { Mode } from './mode.js';

/** The prefix of every label that this project gives to what it makes. */
const PREFIX = 'io.opsconductor';

export const SYSTEM_LABEL = `${PREFIX}.system`;
export const MODE_LABEL = `${PREFIX}.mode`;
export const SERVICE_LABEL = `${PREFIX}.service`;
/** Terraform alone: a hash of the container's whole spec, for the provider does not see every change. */
export const SPEC_LABEL = `${PREFIX}.spec`;

export type Labels = Readonly<Record<string, string>>;

export function systemLabels(system: string, mode: Mode): Labels {
  return { [MODE_LABEL]: mode, [SYSTEM_LABEL]: system };
}

export function serviceLabels(system: string, mode: Mode, service: string): Labels {
  return { [MODE_LABEL]: mode, [SERVICE_LABEL]: service, [SYSTEM_LABEL]: system };
}
