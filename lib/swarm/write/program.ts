import { escapeVariables } from '../../compose/write/render-service.js';
import { type EnvironmentValue, renderValue, type Variable } from '../../model/environment.js';
import { isEncoded, urlVariable } from '../../model/secret.js';
import type { ServiceSpec } from '../../model/service-spec.js';
import { sharedAttributes } from './attributes.js';

/** What an image runs by itself, as far as its Dockerfile says it. */
export interface ImageProgram {
  /** @default - that of its base, if it has one */
  readonly entrypoint?: readonly string[];
  /** @default - that of its base, if it has one */
  readonly command?: readonly string[];
}

/** A service's program and variables under Swarm, in the attributes of a stack file. */
export interface StackProgram {
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The secrets that its environment is given, each at `/run/secrets/<name>`, sorted. */
  readonly secrets: readonly string[];
  /** The shell's line that does it. @default - none of its variables has a secret */
  readonly exports?: string;
  /** Whether it is known what that line ends with. */
  readonly isKnown: boolean;
  /** Variables with secrets whose names no shell has. */
  readonly odd: readonly string[];
}

/** How a renderer writes what is no secret. */
export interface TextSyntax {
  /** Text as it is to be. */
  text(text: string): string;
  /** What may still be set. */
  variable(variable: Variable): string;
}

const STACK_FILE: TextSyntax = {
  text: escapeVariables,
  variable: ({ variable, fallback }) => `\${${variable}:-${escapeVariables(fallback)}}`,
};

const SHELL = ['/bin/sh', '-c'];

/**
 * What Swarm runs. Whoever may inspect a service reads its variables, so one that has a secret is made in the container: a shell
 * reads the file that Swarm lays there, and becomes the program.
 */
export function stackProgram(
  service: ServiceSpec,
  said: ImageProgram = {},
  syntax: TextSyntax = STACK_FILE,
): StackProgram {
  const all = Object.entries(service.environment);
  const image = { ...said, ...entrypointOf(service) };
  const plain = all.filter(([, value]) => !hasSecret(value));
  const secret = all.filter(([, value]) => hasSecret(value));
  const environment = Object.fromEntries(plain.map(([name, value]) => [name, rendered(value, syntax)]));
  const command = service.command ?? image.command;
  if (secret.length === 0)
    return {
      environment,
      ...(service.command ? { command: service.command.map(syntax.text) } : {}),
      ...{ secrets: [], isKnown: true, odd: [] },
    };
  const { secretForms } = service;
  const names = new Set<string>();
  const variables = new Map<string, Variable>();
  const lines = secret.map(([name, value]) => {
    const text = renderValue(value, {
      literal: quoted,
      secret: (each, inUrl) => {
        const file = isEncoded(each, inUrl, secretForms) ? urlVariable(each) : each;
        names.add(file);
        return `$(cat /run/secrets/${file})`;
      },
      // as a variable of the container: what somebody sets is no part of a shell's line
      variable: (each) => {
        variables.set(laid(each), each);
        return `$${laid(each)}`;
      },
    });
    return `${name}="${text}"`;
  });
  const exports = syntax.text(`export ${lines.join(' ')}; exec "$@"`);
  const words = (list: readonly string[] = []) => list.map(syntax.text);
  const given = [...variables].map(([name, variable]) => [name, rendered([variable], syntax)] as const);
  return {
    environment: { ...environment, ...Object.fromEntries(given) },
    secrets: [...names].sort(),
    exports,
    isKnown: (command ?? image.entrypoint) !== undefined,
    odd: secret.map(([name]) => name).filter((name) => !/^[A-Za-z_]\w*$/.test(name)),
    ...(image.entrypoint
      ? {
          entrypoint: [...SHELL, exports, 'sh', ...words(image.entrypoint)],
          ...(command ? { command: words(command) } : {}),
        }
      : { command: [...SHELL, exports, 'sh', ...words(command)] }),
  };
}

/** The files in its container from which its variables get their secrets. */
export function secretsRead(service: ServiceSpec): string[] {
  return stackProgram(service).secrets.map((name) => `/run/secrets/${name}`);
}

/** Whether a variable of it has a secret. */
export function needsShell({ environment }: ServiceSpec): boolean {
  return Object.values(environment).some(hasSecret);
}

/** One that only Compose is told. */
function entrypointOf({ compose }: ServiceSpec): ImageProgram {
  const { entrypoint } = sharedAttributes(compose);
  return Array.isArray(entrypoint) ? { entrypoint: entrypoint.map(String) } : {};
}

function hasSecret(value: EnvironmentValue): boolean {
  return value.some((part) => typeof part === 'object' && 'secret' in part);
}

function rendered(value: EnvironmentValue, { text, variable }: TextSyntax): string {
  return renderValue(value, { literal: text, secret: (name) => name, variable });
}

/** What a variable of the one who deploys is called in the container. */
function laid({ variable }: Variable): string {
  return `FROM_${variable}`;
}

/** As a shell reads it between double quotes. */
function quoted(text: string): string {
  return text.replace(/[\\"`$]/g, '\\$&');
}
