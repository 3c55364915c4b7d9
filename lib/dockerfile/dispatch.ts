import { copy } from './copy.js';
import type { Build } from './copying.js';
import { clean } from './file-tree.js';
import type { ImageHealthCheck, ImageUser } from './image-files.js';
import { type Instruction, triggerOf } from './instructions.js';
import { note, noteFailure, put } from './place.js';
import { run } from './run.js';
import { absolute, expandIn, lookupIn, type Stage } from './stage.js';
import { readArguments, readPairs, readVariables } from './words.js';

/** What all stages share: build arguments that were passed, and the ARGs before the first FROM. */
export interface InstructionArguments {
  readonly passed: Readonly<Record<string, string>>;
  readonly global: ReadonlyMap<string, string | null | undefined>;
}

/** BuildKit gives them values of the machine that builds, the classic builder none. */
const PLATFORM = /^(TARGET|BUILD)(PLATFORM|OS|ARCH|VARIANT)$/;

/** Instructions that alter nothing that is asked here. */
const ELSEWHERE = new Set(['LABEL', 'STOPSIGNAL', 'MAINTAINER', 'CROSS_BUILD']);

/** Does to a stage what one of its instructions does. */
export function dispatch(
  instruction: Instruction,
  stage: Stage,
  build: Build,
  args: InstructionArguments,
): void {
  const { keyword, text } = instruction;
  if (keyword === 'COPY' || keyword === 'ADD') copy(instruction, stage, build);
  else if (keyword === 'RUN') run(instruction, stage);
  else if (keyword === 'WORKDIR') enter(instruction, stage);
  else if (keyword === 'ENV') setVariables(text, stage);
  else if (keyword === 'ARG') declare(text, stage, args);
  else if (keyword === 'EXPOSE') expose(instruction, stage);
  else if (keyword === 'VOLUME') declareVolumes(instruction, stage);
  else if (keyword === 'SHELL') stage.shell = readArguments(text).words;
  else if (keyword === 'HEALTHCHECK') stage.healthCheck = healthCheck(instruction);
  else if (keyword === 'USER') stage.user = user(instruction, stage);
  else if (keyword === 'CMD') {
    stage.startLine = instruction.line;
    stage.command = commandLine(text, stage);
    stage.hasCommand = true;
  } else if (keyword === 'ENTRYPOINT') {
    stage.startLine = instruction.line;
    stage.entrypoint = commandLine(text, stage);
    if (!stage.hasCommand) stage.command = [];
  } else if (keyword === 'ONBUILD') stage.triggers.push(triggerOf(instruction));
  else if (!ELSEWHERE.has(keyword)) noteFailure(stage, instruction, 'there is no such instruction');
}

function enter(instruction: Instruction, stage: Stage): void {
  const text = expandIn(stage, instruction.text);
  const path = text === undefined ? undefined : absolute(stage.workdir, text);
  stage.workdir = path;
  if (path === undefined) return;
  const at = stage.tree.resolve(path);
  if (at === 'link') note(stage, instruction, `${path} leads through a link whose target is not known`);
  else if (typeof at === 'string' || (at.node && at.node.kind !== 'dir'))
    noteFailure(stage, instruction, `${path} is, or is below, something that is not a directory`, path);
  else if (!put(stage, instruction, at.path)) stage.workdir = undefined;
}

function setVariables(text: string, stage: Stage): void {
  for (const [name, value] of readVariables(text, lookupIn(stage), stage.escapeToken))
    stage.env.set(name, value ?? undefined);
}

function declare(text: string, stage: Stage, { passed, global }: InstructionArguments): void {
  for (const [name, value] of readPairs(text, lookupIn(stage), stage.escapeToken)) {
    if (Object.hasOwn(passed, name)) stage.args.set(name, passed[name]);
    else if (value !== null) stage.args.set(name, value);
    else stage.args.set(name, PLATFORM.test(name) ? undefined : global.has(name) ? global.get(name) : null);
  }
}

function expose({ text, line }: Instruction, stage: Stage): void {
  for (const word of readArguments(text).words)
    for (const port of (expandIn(stage, word) ?? '').split(/\s+/)) {
      // an address and a host port may stand before it, as in `docker run --publish`
      const [, first, last] = /^(?:.*:)?(\d{1,5})(?:-(\d{1,5}))?(?:\/\w+)?$/.exec(port) ?? [];
      const end = Math.min(Number(last ?? first), 65_535);
      for (let number = Number(first); number <= end; number++) stage.exposed.push({ port: number, line });
    }
}

function declareVolumes({ text, line }: Instruction, stage: Stage): void {
  for (const word of readArguments(text).words) {
    const path = expandIn(stage, word);
    if (path?.startsWith('/')) stage.volumes.push({ path: clean(path), line });
  }
}

/** The shell form is given to the shell as it stands. */
function commandLine(text: string, stage: Stage): readonly string[] {
  const { words, json } = readArguments(text);
  return json ? words : [...stage.shell, text];
}

/** NONE takes away the base image's, too. */
function healthCheck({ text, line }: Instruction): ImageHealthCheck | undefined {
  const [, rest] = /^CMD\s+(.*)$/is.exec(readArguments(text).text) ?? [];
  if (rest === undefined) return undefined;
  const { words, json } = readArguments(rest);
  return { test: json ? ['CMD', ...words] : ['CMD-SHELL', rest], line };
}

function user({ text, line }: Instruction, stage: Stage): ImageUser | undefined {
  // whom a variable of unknown value names is not known: that there is a USER is
  const name = expandIn(stage, text) ?? text;
  return name ? { name, line } : undefined;
}
