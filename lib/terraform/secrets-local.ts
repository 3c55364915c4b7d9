import { TerraformLocal, type TerraformStack } from 'cdktf';
import { secretsFile } from '../model/deployment.js';
import { teamSecrets } from '../model/secret.js';
import type { SystemSpec } from '../model/service-spec.js';
import { escapeInQuotes } from './text.js';

/** The secrets of a stack, which Terraform reads at plan time. */
export interface SecretsLocal {
  /** Whether cdktf was asked for HCL. */
  readonly isHcl: boolean;
  /** Secrets that come from the team, where a precondition says in words that one is missing: HCL of cdktf has none. */
  readonly fromTeam: ReadonlySet<string>;
  /** Their file as seen from the stack's folder, as it stands between quotes. */
  readonly file: string;
}

/** Adds `local.secrets`: secret → value. @param sourceRoot as seen from the stack's folder, with `/` */
export function secretsLocal(
  scope: TerraformStack,
  system: SystemSpec,
  sourceRoot: string,
  isHcl: boolean,
): SecretsLocal {
  const file = escapeInQuotes(`${sourceRoot}/${secretsFile(system.conventions, system.mode)}`);
  const values = new TerraformLocal(
    scope,
    'secrets',
    `\${{ for line in regexall("(?m)^([A-Z0-9_]+)=(.*)$", file("\${path.module}/${file}")) : line[0] => sensitive(line[1]) }}`,
  );
  values.overrideLogicalId('secrets');
  return { isHcl, fromTeam: new Set(isHcl ? [] : teamSecrets(system)), file };
}

/** A secret's value as an expression, without `${}`. @param encoded whether it is wanted as it stands in a URL */
export function secretValue(secret: string, encoded: boolean, fromTeam: ReadonlySet<string>): string {
  const value = fromTeam.has(secret)
    ? `lookup(local.secrets, "${secret}", "")`
    : `local.secrets["${secret}"]`;
  // a "+" would be one to a driver of a database
  return encoded ? `replace(urlencode(${value}), "+", "%20")` : value;
}
