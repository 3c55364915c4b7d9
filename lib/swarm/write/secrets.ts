import { secretsInUrls } from '../../model/environment.js';
import { isEncoded, type SystemSecret, secretsOf, urlVariable } from '../../model/secret.js';
import type { SystemSpec } from '../../model/service-spec.js';

/** A secret of Swarm's that a stack file names. */
export interface StackSecret extends Pick<SystemSecret, 'form'> {
  /** What the file calls it, and where it is in a container, below `/run/secrets`: `POSTGRES_PASSWORD`. */
  readonly name: string;
  /** The system's secret that it has the value of. */
  readonly secret: string;
  /** Whether the value is percent-encoded in it (`percentEncoded`), for it stands in a URL. */
  readonly encoded: boolean;
}

/** All secrets of Swarm's that a system's services need, sorted by name. */
export function stackSecrets(system: Pick<SystemSpec, 'services'>): StackSecret[] {
  const services = system.services.filter(({ job }) => !job);
  return secretsOf({ services })
    .flatMap(({ name, form }): StackSecret[] => {
      const users = services.filter(
        ({ environment, secretForms }) =>
          secretsInUrls(environment).includes(name) && isEncoded(name, true, secretForms),
      );
      const said = form === undefined ? {} : { form };
      const plain = { name, secret: name, encoded: false, ...said };
      return users.length === 0 ? [plain] : [plain, { ...plain, name: urlVariable(name), encoded: true }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The variable that says which of Swarm's secrets it is: each value has a name of its own. */
export function secretNameVariable(name: string): string {
  return `${name}_SECRET`;
}
