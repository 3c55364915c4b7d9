import type { Construct } from 'constructs';
import type { Commands, Conventions, SharedDirectory } from '../model/conventions.js';
import type { Mode } from '../model/mode.js';
import type { OwnRule, ProjectRules } from '../model/own-rule.js';
import { RULE_IDS } from '../model/rule-id.js';
import { TOOL } from '../model/tool.js';
import { UserError } from '../model/user-error.js';
import type { SystemContext } from './definition.js';
import type { ServiceTemplate } from './service-template.js';
import type { Stack } from './stack.js';
import { telemetryEndpoint } from './telemetry.js';

/** The class of a stack in a mode: it creates its services in its constructor. */
export type StackClass<M extends Mode> = new (scope: Construct, context: SystemContext<M>) => Stack<M>;

/** What a team says about its system; everything except the first and the last follows from the name. */
export interface SystemOptions {
  /** The prefix of every container, network, volume and image: lower-case letters, digits and `-`. */
  readonly name: string;
  /** As people say it. @default - the name */
  readonly title?: string;
  /** The word for a mode in the names of files, containers, networks and volumes. @default - `dev` and `prod` */
  readonly modes?: Partial<Record<Mode, string>>;
  /**
   * A directory of the source root that every application service gets, and where it is in a container; its target is
   * below the application directory at the same path unless it is given. @default - none
   */
  readonly shared?: string | SharedDirectory;
  /** Where an image has its code, absolute. @default /app */
  readonly appDirectory?: string;
  /** The prefix of labels on everything that is created. @default - `io.<name>` */
  readonly labelPrefix?: string;
  /** The one ignored folder in the source root, for what is created there. @default - `.<name>` */
  readonly workDirectory?: string;
  /** The prefix of environment variables that people set. @default - the name in capitals, with `_` */
  readonly environmentPrefix?: string;
  /** The host's name as browsers know it. @default localhost */
  readonly host?: string;
  /**
   * A file of variables in the source root that Compose is given, if it is there: `.env`; of several the last wins. Terraform's
   * stacks have the fallback of each variable instead.
   * @default - none
   */
  readonly envFile?: string | readonly string[];
  /**
   * Where OpenTelemetry's libraries of the services send what they measure: `http://collector:4318`. Each application service is
   * told it by `OTEL_EXPORTER_OTLP_ENDPOINT`, and what it is called; what it sets itself wins.
   * @default - nothing is sent
   */
  readonly telemetry?: string;
  /** What people type for a command, if it is not this library's own. @default - `npx twomode …` and `npx cdktf …` */
  readonly commands?: Partial<Commands>;
  /**
   * What `new service` writes. @default - a construct in `constructs/` that serves with Python's standard library, and its statement
   * in `main.ts`
   */
  readonly newService?: ServiceTemplate;
  /** Rules of the project's own, which every check runs beside the library's. @default - none */
  readonly rules?: readonly OwnRule[];
  /** Rules that are left out for the whole project, each with its reason. @default - none; a service declares its exceptions itself */
  readonly withoutRules?: ProjectRules['without'];
  /** The stack of each mode; usually two of one class. */
  readonly stacks: Stacks;
}

/** The stack of each mode; usually both are one class. */
export interface Stacks {
  /** What often changes is mounted over the images. */
  readonly dev: StackClass<'dev'>;
  /** Nothing is mounted but data. */
  readonly prod: StackClass<'prod'>;
}

/** A system, complete: what `run` takes. */
export interface SystemDefinition {
  /** What it calls things, and where it puts them: what was given, and what follows from the name. */
  readonly conventions: Conventions;
  /** The stack of each mode. */
  readonly stacks: Stacks;
  /** What `new service` writes. @default - the library's own template */
  readonly newService?: ServiceTemplate;
  /** What it changes of the rules. */
  readonly rules: ProjectRules;
}

/**
 * Defines a system: its names, its places, its stacks.
 * @param options everything except the stacks follows from the name
 * @throws UserError for a name that no container could have
 */
export function defineSystem(options: SystemOptions): SystemDefinition {
  const { name, stacks, newService } = options;
  if (!isName(name))
    throw new UserError(
      `"${name}" cannot be a system's name`,
      'use lower-case letters, digits and "-" in defineSystem({ name })',
    );
  return {
    stacks,
    rules: projectRules(options),
    ...(newService ? { newService } : {}),
    conventions: conventionsOf(options),
  };
}

/** What a system calls things, and where it puts them: what is given, and what follows from the name. */
export function conventionsOf(options: Omit<SystemOptions, 'stacks'>): Conventions {
  const { name, appDirectory = '/app', shared } = options;
  return {
    name,
    title: options.title ?? name,
    modes: { dev: 'dev', prod: 'prod', ...options.modes },
    ...(shared === undefined ? {} : { shared: sharedDirectory(shared, appDirectory) }),
    appDirectory,
    labelPrefix: options.labelPrefix ?? `io.${name}`,
    workDirectory: options.workDirectory ?? `.${name}`,
    environmentPrefix: options.environmentPrefix ?? name.toUpperCase().replaceAll('-', '_'),
    host: options.host ?? 'localhost',
    commands: { ...commandsOf(options.commands?.program ?? COMMANDS.program), ...options.commands },
    ...(options.envFile === undefined ? {} : { envFile: options.envFile }),
    ...(options.telemetry === undefined ? {} : { telemetry: telemetryEndpoint(options.telemetry) }),
  };
}

/** @throws UserError for a rule whose name cannot be, or is another's, and for one that is left out without a reason */
function projectRules({ rules = [], withoutRules = {} }: SystemOptions): ProjectRules {
  const known: readonly string[] = RULE_IDS;
  const names = new Set(known);
  for (const { id } of rules) {
    if (!isName(id) || names.has(id))
      throw new UserError(
        `a rule cannot be named "${id}"${names.has(id) ? ', as another one is' : ''}`,
        'use small letters, digits and "-" in defineSystem({ rules }), and a name of its own',
      );
    names.add(id);
  }
  for (const [id, reason] of Object.entries(withoutRules)) {
    if (!known.includes(id))
      throw new UserError(
        `there is no rule "${id}"`,
        'name one of docs/RULES.md in defineSystem({ withoutRules })',
      );
    if (!reason?.trim())
      throw new UserError(
        `rule "${id}" is left out without a reason`,
        `say why in defineSystem({ withoutRules })`,
      );
  }
  return { own: rules, without: withoutRules };
}

/** Whether a text can be the first part of a container's name. */
export function isName(text: string): boolean {
  return /^[a-z][a-z0-9]*(-+[a-z0-9]+)*$/.test(text);
}

function sharedDirectory(shared: string | SharedDirectory, appDirectory: string): SharedDirectory {
  return typeof shared === 'string' ? { source: shared, target: `${appDirectory}/${shared}` } : shared;
}

/** What people type where this library is installed by npm. */
export const COMMANDS: Commands = commandsOf(`npx ${TOOL}`);

/** @param program what people type before each command's name */
function commandsOf(program: string): Commands {
  return {
    dev: `${program} dev`,
    prod: `${program} prod`,
    'stop-dev': `${program} stop-dev`,
    'stop-prod': `${program} stop-prod`,
    watch: `${program} watch`,
    status: `${program} status`,
    verify: `${program} verify`,
    validate: `${program} validate`,
    diff: `${program} diff`,
    graph: `${program} graph`,
    compose: `${program} compose`,
    export: `${program} export`,
    prune: `${program} prune`,
    'lock-images': `${program} lock-images`,
    new: `${program} new`,
    setup: `${program} dev --setup`,
    synth: `${program} synth`,
    deploy: 'npx cdktf deploy',
    destroy: 'npx cdktf destroy',
    program,
    // programs start it in the project's directory, where npm has it
    entry: `npx ${TOOL}`,
  };
}
