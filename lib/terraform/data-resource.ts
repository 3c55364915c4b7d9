import { App, type LocalExecProvisioner, TerraformResource, type TerraformResourceConfig } from 'cdktf';
import type { Construct } from 'constructs';
import { forHcl } from './hcl.js';

export interface TerraformDataProps {
  /** What the resource is replaced with every change of. */
  readonly triggersReplace: Readonly<Record<string, string>>;
  readonly provisioners: LocalExecProvisioner[];
  /** What has to be so before it is planned. @default - nothing */
  readonly lifecycle?: NonNullable<TerraformResourceConfig['lifecycle']>;
  /** @default - no argument, rather than an empty list */
  readonly dependsOn?: NonNullable<TerraformResourceConfig['dependsOn']>;
}

/**
 * Terraform's own resource without an object in the world. cdktf's class for it asks `terraform` for its version at each
 * synthesis: that takes time, and a machine that only writes the stacks need not have it.
 */
export class TerraformData extends TerraformResource {
  private readonly triggersReplace: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { triggersReplace, ...config }: TerraformDataProps) {
    super(scope, id, {
      ...(App.of(scope).hclOutput ? forHcl(config) : config),
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
    });
    this.triggersReplace = triggersReplace;
  }

  get id(): string {
    return this.getStringAttribute('id');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { triggers_replace: this.triggersReplace };
  }

  /** The same for `cdktf synth --hcl`, which asks for nothing else. */
  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return {
      triggers_replace: {
        ...{ value: this.triggersReplace, isBlock: false },
        ...{ type: 'map', storageClassType: 'stringMap' },
      },
    };
  }
}
