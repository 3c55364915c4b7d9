import { parse } from 'yaml';
import { renderCompose } from '../../lib/compose/write/render.js';
import type { SystemSpec } from '../../lib/model/service-spec.js';

/** What the tests read of a rendered Compose file. */
export interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly name: string }>>;
  readonly volumes: Readonly<Record<string, { readonly name: string; readonly external?: boolean }>>;
  readonly secrets?: Readonly<Record<string, { readonly environment: string }>>;
}

export interface ComposeService {
  readonly container_name: string;
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target?: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly Readonly<Record<string, unknown>>[];
  readonly volumes?: readonly ComposeMount[];
  readonly secrets?: readonly Readonly<Record<string, string>>[];
  readonly healthcheck: { readonly test: readonly string[]; readonly [time: string]: unknown };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly cap_drop: readonly string[];
  readonly cap_add?: readonly string[];
  readonly mem_limit: string;
  readonly memswap_limit: string;
}

interface ComposeMount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly bind?: { readonly create_host_path: boolean };
}

export function composeOf(system: SystemSpec): ComposeFile {
  return parse(renderCompose(system), { merge: true }) as ComposeFile;
}

/** What Compose makes of a value: `$$` is a dollar, `${NAME}` a variable, any other dollar an error. */
export function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$(?:(\$)|\{(\w+)(?::-([^}]*))?\}|)/g,
    (match, dollar, name: string, fallback: string) => {
      const value = dollar ? '$' : (variables[name] ?? fallback);
      if (value === undefined) throw new Error(`"${match}" in "${text}" is no variable`);
      return value;
    },
  );
}
