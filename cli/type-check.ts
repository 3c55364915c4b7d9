import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { endedBySignal } from '../lib/engine/interruption.js';
import { counted } from '../lib/model/counted.js';
import type { Mode } from '../lib/model/mode.js';
import { UserError } from '../lib/model/user-error.js';
import { knownResult, type TypeProblem, type TypeResult } from '../lib/types/type-results.js';
import { CHECK_TYPES } from './check-types.js';

/** A run that has ended does not wait longer to say what may be wrong: the next one knows. */
const PATIENCE = 5000;

const checks = new Map<string, TypeCheck>();

/** A check of the types of a project's `main.ts`, beside whatever runs meanwhile. */
export class TypeCheck {
  /** What was said of the texts that this run loads, where that is known already. */
  private readonly known: TypeResult | undefined;
  private readonly process: ChildProcess | undefined;

  private constructor(private readonly directory: string) {
    this.known = knownResult(directory);
    this.process = this.known ? undefined : startAlone(directory);
  }

  /** Starts one, unless this run has, or these texts were checked before. */
  static of(directory: string): TypeCheck {
    const check = checks.get(directory) ?? new TypeCheck(directory);
    checks.set(directory, check);
    return check;
  }

  /** What is wrong, once that is known; nothing where it could not be checked. */
  async errors(): Promise<readonly TypeProblem[]> {
    if (this.known) return this.known.errors;
    if (this.process) await ended(this.process);
    return knownResult(this.directory)?.errors ?? [];
  }

  /** The same, but nothing where that takes too long. */
  async errorsSoon(): Promise<readonly TypeProblem[]> {
    const errors = await Promise.race([this.errors(), setTimeout(PATIENCE, [], { ref: false })]);
    this.process?.unref();
    return errors;
  }
}

/**
 * Says at the end of a run what is wrong. `validate` waits for it however long it takes, and fails by it: whoever asks whether
 * all is right is told the same on every machine.
 */
export async function endWithTypes(
  types: Pick<TypeCheck, 'errors' | 'errorsSoon'>,
  command: string | undefined,
): Promise<void> {
  const isAsked = command === 'validate';
  const errors = await (isAsked ? types.errors() : types.errorsSoon());
  sayTypeErrors(errors);
  if (isAsked && errors.length > 0) process.exitCode ||= 1;
}

/**
 * What a type forbids is not done as it is written: an attribute with a mistake in its name would be none.
 * @throws UserError where types are wrong, after a line for each
 */
export async function requireTypes(mode: Mode): Promise<void> {
  const errors = await TypeCheck.of(process.cwd()).errors();
  sayTypeErrors(errors);
  if (errors.length > 0)
    throw new UserError(
      `${mode} is not started with ${counted(errors.length, 'type error')}`,
      'correct what is named above',
    );
}

const said = new Set<string>();

/** One line for each, once in a run: a mistake that ends it is told after them. */
export function sayTypeErrors(errors: readonly TypeProblem[]): void {
  for (const { file, line, text } of errors) {
    const whole = `type error: ${file}:${line}: ${text}`;
    if (!said.has(whole)) console.error(whole);
    said.add(whole);
  }
}

/** A process of its own: the compiler keeps a processor busy for seconds. It goes on if nobody waits for it. */
function startAlone(directory: string): ChildProcess {
  const script = new URL(`index${import.meta.url.endsWith('.js') ? '.js' : '.ts'}`, import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, script, CHECK_TYPES], {
    cwd: directory,
    stdio: 'ignore',
  });
  child.once(
    'exit',
    endedBySignal(() => child.kill()),
  );
  // it could not be started: then nothing is known
  child.on('error', () => undefined);
  child.unref();
  return child;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  child.ref();
  return new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
}
