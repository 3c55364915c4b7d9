import { type SecretForm, secretNames, secretsInUrls } from './environment.js';
import type { ServiceSpec, SystemSpec } from './service-spec.js';
import { UserError } from './user-error.js';

/** A secret of a system, and all that decides what its value may be. */
export interface SystemSecret {
  readonly name: string;
  /** @default - a password, which is made up */
  readonly form?: SecretForm;
  /** Whether it stands in a URL anywhere. */
  readonly inUrl: boolean;
}

/** The variable of Compose that has a secret as it stands in a URL. */
export function urlVariable(secret: string): string {
  return `${secret}_IN_URL`;
}

/** Whether a secret is encoded where it stands in a URL: one without a form has no character that would have to be. */
export function isEncoded(secret: string, inUrl: boolean, forms: ServiceSpec['secretForms'] = {}): boolean {
  return inUrl && Object.hasOwn(forms, secret);
}

/** A text as it stands in a URL: every byte that is no letter, digit, `-`, `_`, `.` or `~` is `%XX`. Terraform's `urlencode`. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The bytes of `hex 32`; undefined for another form. */
export function hexBytes(form: SecretForm): number | undefined {
  const bytes = /^hex (\d+)$/.exec(form)?.[1];
  return bytes === undefined ? undefined : Number(bytes);
}

/** What a value of a form is, as a pattern that grep knows too. */
export function patternOf(form: SecretForm): string {
  const bytes = hexBytes(form);
  if (bytes !== undefined) return `^[0-9A-Fa-f]{${bytes * 2}}$`;
  return form === 'fernet' ? '^[A-Za-z0-9_-]{43}=$' : '^.+$';
}

/**
 * All secrets of a system, sorted by name.
 * @throws UserError for one that two services declare with different forms
 */
export function secretsOf({ services }: Pick<SystemSpec, 'services'>): SystemSecret[] {
  const found = new Map<string, SystemSecret & { readonly by: string }>();
  for (const { name: by, environment, secretFiles, secretForms = {} } of services)
    for (const name of new Set([...secretNames(environment), ...Object.values(secretFiles)])) {
      const form = Object.hasOwn(secretForms, name) ? secretForms[name] : undefined;
      const other = found.get(name);
      if (other && other.form !== form)
        throw new UserError(
          `${other.by} declares ${name} ${said(other.form)}, ${by} ${said(form)}`,
          'declare it once, and give both services the same',
        );
      const inUrl = (other?.inUrl ?? false) || secretsInUrls(environment).includes(name);
      found.set(name, { name, inUrl, by, ...(form === undefined ? {} : { form }) });
    }
  return [...found.values()].map(({ by: _, ...secret }) => secret).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The names of those that nobody can make up. */
export function teamSecrets(system: Pick<SystemSpec, 'services'>): string[] {
  return secretsOf(system).flatMap(({ name, form }) => (form === 'from the team' ? [name] : []));
}

/** A system whose secrets may all have any characters. */
export function withAnyText(system: SystemSpec): SystemSpec {
  const services = system.services.map((service) => {
    const names = [...secretNames(service.environment), ...Object.values(service.secretFiles)];
    const forms = Object.fromEntries(names.map((name) => [name, 'any text' as const]));
    return names.length === 0 ? service : { ...service, secretForms: { ...forms, ...service.secretForms } };
  });
  return { ...system, services };
}

/** Whether Compose, given the file of secrets as its env file, reads all of a system's values as they are meant. */
export function readByCompose(system: Pick<SystemSpec, 'services'>): boolean {
  return secretsOf(system).every(
    ({ form, inUrl }) =>
      form === undefined || ((form === 'fernet' || hexBytes(form) !== undefined) && !inUrl),
  );
}

function said(form: SecretForm | undefined): string {
  return form === undefined ? 'without a form' : `as ${form}`;
}
