import type { PlainDescription } from '../../construct/description.js';
import type { EnvironmentValue } from '../../model/environment.js';
import type { ImportedService } from './imported.js';
import { environmentLiteral, literal, props } from './typescript.js';

/**
 * The construct of a service.
 * @param from where the Compose files have it: `compose.yaml:3`
 */
export function serviceText(service: ImportedService, name: string, from: string): string {
  const { image, environment, compose, ...rest } = service.description;
  const entries: (readonly [string, string])[] = [
    ['', '...props'],
    ['image', literal(image, 6)],
    ...Object.entries(rest).map(([key, value]) => [key, literal(value, 6)] as const),
    ...(environment ? [['environment', environmentText(environment)] as const] : []),
    ...(compose ? [['compose', literal(compose, 6)] as const] : []),
  ];
  const isTemplate = Object.values(environment ?? {}).some((value) => Array.isArray(value));
  const imports = ['ComposeService', 'type Mode', 'type ServiceProps', 'type Stack'];
  return `import { ${[...imports, ...(isTemplate ? ['text'] : [])].join(', ')} } from 'twomode';

/** ${service.name}, from ${from}. */
export class ${name}<M extends Mode> extends ComposeService<M> {
  constructor(scope: Stack<M>, id: string, props: ServiceProps<NoInfer<M>>) {
    super(scope, id, ${props(entries, 4)});
  }
}
`;
}

function environmentText(environment: NonNullable<PlainDescription['environment']>): string {
  const entries = Object.entries(environment).map(
    ([name, value]) => [name, environmentLiteral(value as string | EnvironmentValue)] as const,
  );
  return props(entries, 6);
}
