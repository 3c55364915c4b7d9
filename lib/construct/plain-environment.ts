import { type EnvironmentValue, type Secret, type SecretForm, text } from '../model/environment.js';
import { hexBytes, urlVariable } from '../model/secret.js';
import { UserError } from '../model/user-error.js';
import type { ServiceDefinition } from './definition.js';
import type { PlainDescription, PlainEnvironment } from './description.js';
import type { LateEnvironment, LateValue } from './late-value.js';

/** A service's variables and secrets as they are resolved: every value a text in parts, the forms of secrets beside them. */
export function toEnvironments(
  service: string,
  { environment, devEnvironment, secretFiles }: PlainDescription,
): Pick<ServiceDefinition, 'environment' | 'devEnvironment' | 'secretFiles' | 'secretForms'> {
  const forms = new Map<string, SecretForm>();
  const named = ({ secret, form }: Secret): string => {
    checkSecret(service, secret, form);
    if (form !== undefined) forms.set(secret, form);
    return secret;
  };
  return {
    environment: toEnvironment(service, named, environment),
    devEnvironment: toEnvironment(service, named, devEnvironment),
    ...(secretFiles
      ? {
          secretFiles: Object.fromEntries(
            Object.entries(secretFiles).map(([path, secret]) => [
              path,
              typeof secret === 'string' ? secret : named(secret),
            ]),
          ),
        }
      : {}),
    ...(forms.size > 0 ? { secretForms: Object.fromEntries([...forms].sort()) } : {}),
  };
}

function toEnvironment(
  service: string,
  named: (secret: Secret) => string,
  plain: PlainEnvironment = {},
): LateEnvironment {
  return Object.fromEntries(
    Object.entries(plain).flatMap(([name, value]): [string, EnvironmentValue | LateValue][] => {
      if (value === undefined) return [];
      if (typeof value === 'object' && 'late' in value) return [[name, value]];
      if (Number.isNaN(value))
        throw new UserError(
          `${service}: ${name} in its environment is NaN`,
          'give it a number, or leave it out',
          ['environment', name],
        );
      const parts = typeof value === 'object' && !('secret' in value) ? value : text`${value}`;
      return [
        [
          name,
          parts.map((part) =>
            typeof part === 'object' && 'secret' in part ? { secret: named(part) } : part,
          ),
        ],
      ];
    }),
  );
}

/** What neither engine, nor the file of secrets, could name. */
function checkSecret(service: string, secret: string, form: SecretForm | undefined): void {
  if (!/^[A-Z_][A-Z0-9_]*$/.test(secret))
    throw new UserError(`${service}: "${secret}" cannot be a secret's name`, 'use capitals, digits and "_"');
  if (secret.endsWith(urlVariable('')))
    throw new UserError(
      `${service}: a secret's name cannot end in ${urlVariable('')}, as ${secret} does`,
      'choose another name: that is what it has in a URL',
    );
  const bytes = form === undefined ? undefined : hexBytes(form);
  if (bytes !== undefined && (bytes < 1 || bytes > 1024))
    throw new UserError(
      `${service}: ${secret} cannot have the form "${form}"`,
      'name 1 to 1024 bytes: "hex 32"',
    );
}
