/**
 * Attributes as a Compose file has them, variables (`${NAME}`) too. They are laid over what is written for a service, as
 * Compose lays a second file over a first: mappings are merged, lists appended, everything else is replaced.
 */
export type ComposeAttributes = Readonly<Record<string, unknown>>;
