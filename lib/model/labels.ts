import type { Conventions, Named } from './conventions.js';
import type { Mode } from './mode.js';

/** The names of the labels that are on all that is made of a system. */
export interface LabelNames {
  readonly system: string;
  readonly mode: string;
  readonly service: string;
  /** Terraform alone: a hash of the container's whole spec, for the provider does not see every change. */
  readonly spec: string;
  /** Of Swarm's services alone: `terraform` where it has made them. */
  readonly deployedBy: string;
}

export function labelNames({ labelPrefix }: Conventions): LabelNames {
  const name = (word: string) => `${labelPrefix}.${word}`;
  return {
    ...{ system: name('system'), mode: name('mode'), service: name('service'), spec: name('spec') },
    deployedBy: name('deployed-by'),
  };
}

export type Labels = Readonly<Record<string, string>>;

export function systemLabels({ name, conventions }: Named, mode: Mode): Labels {
  const label = labelNames(conventions);
  return { [label.mode]: mode, [label.system]: name };
}

export function serviceLabels({ name, conventions }: Named, mode: Mode, service: string): Labels {
  const label = labelNames(conventions);
  return { [label.mode]: mode, [label.service]: service, [label.system]: name };
}
