import { App } from 'cdktf';
import type { SourceFacts, SystemContext } from '../lib/construct/definition.js';
import type { ImageMap } from '../lib/model/image.js';
import type { Mode } from '../lib/model/mode.js';
import type { OptionalService } from '../lib/model/optional-service.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { DevStack } from './dev-stack.js';
import type { OpsConductorProps } from './opsconductor-stack.js';
import { ProdStack } from './prod-stack.js';

export interface AppProps {
  /** The prefix of every name. */
  readonly name: string;
  readonly images: ImageMap;
  readonly portOffset: number;
  /** `uid:gid` of the source root's owner. */
  readonly developer: string;
  /** The host's name as browsers know it. */
  readonly host: string;
  readonly without: readonly OptionalService[];
  readonly sources: SourceFacts;
  /** The source root relative to the project's directory, with `/`. */
  readonly sourceRoot: string;
  /** Secrets file of a mode, relative to the source root. */
  secretsFile(mode: Mode): string;
  /** Where cdktf writes. @default cdktf.out */
  readonly outdir?: string;
  /** Whether synth leaves out cdktf's own checks, which take a second. @default false */
  readonly skipValidation?: boolean;
}

export interface OpsConductorApp {
  readonly app: App;
  readonly dev: SystemSpec<'dev'>;
  readonly prod: SystemSpec<'prod'>;
  /** cdktf's own checks of both stacks, before anything is written; throws what it finds. */
  validate(): void;
}

/** Both stacks, described and not yet written. */
export function buildApp(props: AppProps): OpsConductorApp {
  const { outdir, skipValidation = false } = props;
  const app = new App({ skipValidation, ...(outdir ? { outdir } : {}) });
  const stackProps = <M extends Mode>(mode: M): OpsConductorProps<M> => {
    const { name, images, portOffset, developer, host, sources } = props;
    const context: SystemContext<M> = { mode, name, images, portOffset, developer, host, sources };
    // cdktf.out/stacks/<mode> lies three levels below the project
    const sourceRoot = `../../../${props.sourceRoot}`;
    return {
      context,
      sourceRoot,
      secretsFile: `${sourceRoot}/${props.secretsFile(mode)}`,
      without: props.without,
    };
  };
  const dev = new DevStack(app, stackProps('dev'));
  const prod = new ProdStack(app, stackProps('prod'));
  return {
    app,
    dev: dev.spec,
    prod: prod.spec,
    validate: () => {
      dev.runAllValidations();
      prod.runAllValidations();
    },
  };
}
