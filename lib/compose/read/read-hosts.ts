import type { CheckedService } from '../../model/checked-system.js';
import type { Attributes } from './attributes.js';

/** The names that a service has on its networks, and those that only it knows: `links`, `extra_hosts`, `external_links`. */
export function readHosts(service: Attributes): Pick<CheckedService, 'aliases' | 'hosts'> {
  const networks = service.map('networks');
  const names = [...(networks?.table.entries.keys() ?? [])];
  const aliases = names.flatMap((name) => networks?.map(name)?.texts('aliases') ?? []);
  const outside = [
    ...(service.map('extra_hosts')?.table.entries.keys() ?? []),
    ...(service.texts('external_links') ?? []).map((link) => splitLink(link).alias),
  ];
  const links = (service.texts('links') ?? []).map(splitLink);
  const hosts = [
    ...links.flatMap(({ name, alias }) => (name === alias ? [] : [[alias, name] as const])),
    ...outside.map((name) => [name, null] as const),
  ];
  return {
    ...(aliases.length > 0 ? { aliases: [...new Set(aliases)].sort() } : {}),
    ...(hosts.length > 0 ? { hosts: Object.fromEntries(hosts) } : {}),
  };
}

/** `name:alias`, and a name alone. */
function splitLink(link: string): { readonly name: string; readonly alias: string } {
  const [name = '', alias = name] = link.split(':');
  return { name, alias };
}
