import type { Place } from '../../compose/read/parsed.js';
import type { PlainDescription } from '../../construct/description.js';
import type { ComposeAttributes } from '../../model/compose-attributes.js';

/** Something of a Compose file that is not as it was, or that only Compose is told. */
export interface KeptAttribute {
  /** Of a service, or of the whole file. */
  readonly service?: string;
  /** The attribute, and what became of it: `shm_size`, `container_name: "db" is a name on the network`. */
  readonly what: string;
  readonly place?: Place;
}

/** A service of somebody else's Compose file, as a construct says it. */
export interface ImportedService {
  readonly name: string;
  readonly place?: Place;
  /** All but the mode and what it needs. */
  readonly description: PlainDescription;
  /** Services that have to be healthy first. */
  readonly needs: readonly string[];
  /** Services that are started first, however they stand then. */
  readonly requires: readonly string[];
}

/** A system of somebody else's Compose files. */
export interface ImportedSystem {
  /** In an order in which each follows what it needs. */
  readonly services: readonly ImportedService[];
  /** What only Compose is told of the whole system. */
  readonly compose: ComposeAttributes;
  /** What a property has no word for, and goes to Compose as it is. */
  readonly passed: readonly KeptAttribute[];
  /** What is not as it was. */
  readonly changed: readonly KeptAttribute[];
}
