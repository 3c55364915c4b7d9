import { AsyncLocalStorage } from 'node:async_hooks';
import { TOOL } from '../model/tool.js';

/** What ends a command from outside: Ctrl-C, `kill`, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Thrown in the place of what would begin after a signal. */
class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** How things stand while something lasts that is not left in the middle. */
export interface Underway {
  /** A part of a sentence: `prod is stopped in part`. */
  state: string;
  /** What else can be done than to go on, with its command: `./scripts/stop-dev.sh stops it`. */
  instead?: string;
}

/** How things stand while something is only prepared. */
export const UNTOUCHED = 'nothing that runs was touched';

/** Milliseconds: `npx`, and what starts the watcher, pass on a signal that a terminal has given to all of them. */
const SAME = 1000;
/** Milliseconds after which whoever waits is told what for. */
const SILENCE = 500;

const settled = new AsyncLocalStorage<true>();
/** Those that last, the outermost first. */
const lasting: Underway[] = [];
/** What ends a program that runs → whether it is let finish. */
const programs = new Map<() => void, boolean>();
const ending = new AbortController();
let signal: NodeJS.Signals | undefined;
let came = 0;
let call: string | undefined;
let left: Underway = { state: 'nothing was changed' };
let isSettled = false;
let heedInstead: ((name: NodeJS.Signals) => void) | undefined;
let heeded = 0;
let endInterrupted: () => void = () => {};

/**
 * From now on a signal ends this process: at once, with the programs that it runs, or where something is underway when that has ended
 * as it does by a failure. A second signal ends it at once.
 * @param end ends it, with a line that says how things stand
 * @returns what takes that back
 */
export function heedSignals(end: () => never): () => void {
  endInterrupted = end;
  if (heeded++ === 0) takeSignals();
  return () => {
    if (--heeded > 0) return;
    for (const each of SIGNALS) process.off(each, heed);
    heedInstead = undefined;
  };
}

/** Of two copies of this package in one process, the bin's and the one that a project has, the second knows what is underway. */
function takeSignals(): void {
  const other = Reflect.get(globalThis, HEEDING) as typeof heed | undefined;
  Reflect.set(globalThis, HEEDING, heed);
  for (const each of SIGNALS) {
    if (other) process.off(each, other);
    process.on(each, heed);
  }
}

const HEEDING = Symbol.for(`${TOOL}.heeding`);

function heed(name: NodeJS.Signals): void {
  if (heedInstead) {
    heedInstead(name);
    return;
  }
  if (signal !== undefined) {
    if (performance.now() - came > SAME) endInterrupted();
    return;
  }
  signal = name;
  came = performance.now();
  if (lasting.length === 0) endInterrupted();
  for (const [end, isLetFinish] of latestFirst()) if (!isLetFinish) end();
  ending.abort(new Interrupted());
  // what nobody waits for any more has failed by it
  process.on('unhandledRejection', () => {});
  const say = () => console.error('Interrupted: what has begun is brought to an end; again: at once.');
  setTimeout(say, SILENCE).unref();
}

/** The signal that has come, if one has. */
export function interruptedBy(): NodeJS.Signals | undefined {
  return signal;
}

/** What a signal aborts while something is underway. */
export function interruption(): AbortSignal {
  return ending.signal;
}

/** How people call this command: so they go on with it. */
export function calledAs(words: string): void {
  call = words;
}

/** Does something that is not left in the middle: by a signal it ends as by a failure, and takes back what that takes back. */
export async function underway<T>(standing: Underway, work: () => Promise<T>): Promise<T> {
  lasting.push(standing);
  try {
    const done = await work();
    // what follows it has not begun yet
    if (lasting.length === 1 && !isSettled) left = { state: 'what was begun is done' };
    return done;
  } catch (error) {
    if (signal !== undefined && !isSettled) leaves(standing.state, standing.instead);
    throw error;
  } finally {
    lasting.splice(lasting.indexOf(standing), 1);
  }
}

/** Says how things stand once what was interrupted is settled, in the place of how they stood. */
export function leaves(state: string, instead?: string): void {
  isSettled = true;
  left = { state, ...(instead === undefined ? {} : { instead }) };
}

/** Does what has to be done after a failure or a signal, too: its programs begin, and are let finish. */
export function settling<T>(work: () => Promise<T>): Promise<T> {
  return settled.run(true, work);
}

/** Whether this is done in any case. */
export function isSettling(): boolean {
  return settled.getStore() !== undefined;
}

/** @throws Interrupted after a signal, but for what settles something */
export function requireGoesOn(): void {
  if (signal !== undefined && !isSettling()) throw new Interrupted();
}

/**
 * Has a program that runs ended by a signal.
 * @param isShort whether the first one lets it finish, as it does what settles something: half of what it does would be worse
 * @returns what takes that back, for it has ended
 */
export function endedBySignal(end: () => void, isShort = false): () => void {
  programs.set(end, isShort || isSettling());
  return () => programs.delete(end);
}

/** Gives each signal to somebody else, who knows what it means. @returns what takes that back */
export function passSignals(to: (name: NodeJS.Signals) => void): () => void {
  heedInstead = to;
  return () => {
    heedInstead = undefined;
  };
}

/** What goes on until a signal ends it well. @returns what the signal aborts */
export function untilSignal(): AbortSignal {
  const wanted = new AbortController();
  passSignals(() => wanted.abort());
  return wanted.signal;
}

/** Whoever has said last how a program ends knows what it runs itself. */
function latestFirst(): [end: () => void, isLetFinish: boolean][] {
  return [...programs].reverse();
}

/** What is said of it where a signal ends this process: how things stand, and how to go on. */
export function howItStands(): string {
  const { state, instead } = isSettled ? left : (lasting.at(-1) ?? left);
  const ways = [
    ...(call === undefined ? [] : [`To go on: ${call}`]),
    ...(instead === undefined ? [] : [instead]),
  ];
  return `interrupted: ${state}.${ways.length === 0 ? '' : ` ${ways.join('; ')}.`}`;
}

/** Ends what still runs. */
export function endPrograms(): void {
  for (const [end] of latestFirst()) end();
}
