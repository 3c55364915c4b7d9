import { isName } from '../construct/define-system.js';
import { LARGEST_OFFSET, LONGEST_NAME } from '../model/instance.js';
import { UsageError } from '../model/user-error.js';

/** @throws UsageError for a value that it cannot have */
export function readName(variable: string, name: string): string {
  if (name.length > LONGEST_NAME)
    throw new UsageError(
      `${variable} "${name}" is longer than ${LONGEST_NAME} characters`,
      'use a shorter name: containers, networks and images begin with it',
    );
  if (isName(name)) return name;
  throw new UsageError(
    `${variable} "${name}" cannot be a container's name`,
    'use lower-case letters, digits and "-"',
  );
}

/** @throws UsageError for a value that it cannot have */
export function readOffset(variable: string, text: string): number {
  const offset = Number(text);
  if (/^\d{1,5}$/.test(text) && offset <= LARGEST_OFFSET) return offset;
  throw new UsageError(
    `${variable} "${text}" is not a number from 0 to ${LARGEST_OFFSET}`,
    'use for example 10000',
  );
}

/** @throws UsageError for a value that it cannot have */
export function readHost(variable: string, host: string): string {
  if (/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host)) return host;
  throw new UsageError(
    `${variable} "${host}" is not a host name`,
    'use a name or IPv4 address, without scheme and port',
  );
}

/** @throws UsageError for a value that it cannot have */
export function readTls(variable: string, tls: string): string {
  if (/^(|internal|https:\/\/[^\s{}"]+|[^\s@{}"]+@[^\s@{}"]+)$/.test(tls)) return tls;
  throw new UsageError(
    `${variable} "${tls}" is no way to a certificate`,
    'use "internal" for one of Caddy\'s own authority, an e-mail address for a public one, or the https:// address of an ACME directory',
  );
}
