import { closest, distance } from 'fastest-levenshtein';
import type { Instruction } from './instructions.js';
import { readArguments } from './words.js';

/** What no builder accepts in a Dockerfile, whichever stage it builds. */
export interface ParseFault {
  readonly line: number;
  readonly problem: string;
  readonly fix: string;
}

/** Instructions by the flags that they have. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  ADD: ['chown', 'chmod', 'link', 'checksum', 'keep-git-dir', 'exclude', 'unpack'],
  ARG: [],
  CMD: [],
  // of builders for clusters
  CROSS_BUILD: [],
  COPY: ['from', 'chown', 'chmod', 'link', 'parents', 'exclude'],
  ENTRYPOINT: [],
  ENV: [],
  EXPOSE: [],
  FROM: ['platform'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
  LABEL: [],
  MAINTAINER: [],
  ONBUILD: [],
  RUN: ['mount', 'network', 'security', 'device'],
  SHELL: [],
  STOPSIGNAL: [],
  USER: [],
  VOLUME: [],
  WORKDIR: [],
};
const KEYWORDS = Object.keys(FLAGS);

/** @param list the instructions of a whole Dockerfile */
export function parseFaults(list: readonly Instruction[]): ParseFault[] {
  const first = list.findIndex(({ keyword }) => keyword === 'FROM');
  return list.flatMap((instruction, i): ParseFault[] => {
    const { keyword, line } = instruction;
    if (!Object.hasOwn(FLAGS, keyword)) return [unknown(keyword, line)];
    if (i < first && keyword !== 'ARG')
      return [{ line, problem: `${keyword} stands before the first FROM`, fix: 'begin with FROM' }];
    const problem = lacking(instruction) ?? unknownFlag(instruction);
    return problem === undefined ? [] : [{ line, ...problem }];
  });
}

function unknown(keyword: string, line: number): ParseFault {
  const near = closest(keyword, KEYWORDS);
  const isNear = distance(keyword, near) <= 2;
  return {
    line,
    problem: `there is no instruction ${keyword}`,
    fix: isNear ? `write ${near}` : `begin the line with an instruction, or end the one before it with \\`,
  };
}

type Problem = Pick<ParseFault, 'problem' | 'fix'>;

function lacking({ keyword, text }: Instruction): Problem | undefined {
  const { words, json, text: rest } = readArguments(text);
  if (/^(CMD|ENTRYPOINT)$/.test(keyword) && !json && /^\[\s*'/.test(rest.trim()))
    return {
      problem: `${keyword} is no JSON, so a shell is given its brackets and quotes`,
      fix: 'write it with double quotes: ["python", "main.py"]',
    };
  if (/^(CMD|ENTRYPOINT|RUN|SHELL|MAINTAINER)$/.test(keyword)) return undefined;
  if (words.length === 0) return { problem: `${keyword} says nothing`, fix: `say what ${keyword} is for` };
  if (keyword === 'FROM' && words.length !== 1 && !(words.length === 3 && /^as$/i.test(words[1] ?? '')))
    return {
      problem: `FROM ${rest.trim()} is not understood`,
      fix: 'write FROM image, or FROM image AS stage',
    };
  if (/^(COPY|ADD)$/.test(keyword) && words.length < 2)
    return { problem: `${keyword} names no destination`, fix: `write ${keyword} source destination` };
  if (keyword === 'ENV' && words.length === 1 && !rest.includes('='))
    return { problem: `ENV ${rest.trim()} has no value`, fix: `write ENV ${rest.trim()}=value` };
  if (keyword === 'HEALTHCHECK' && !/^(CMD|NONE)$/i.test(words[0] ?? ''))
    return {
      problem: 'HEALTHCHECK says neither CMD nor NONE',
      fix: 'write HEALTHCHECK CMD before the program',
    };
  return undefined;
}

/** A flag that is almost one that there is; others may be of a newer builder. */
function unknownFlag({ keyword, text }: Instruction): Problem | undefined {
  const known = FLAGS[keyword] ?? [];
  for (const { name } of known.length > 0 ? readArguments(text).flags : []) {
    const near = closest(name, [...known]);
    if (!known.includes(name) && distance(name, near) <= 2)
      return { problem: `${keyword} has no option --${name}`, fix: `write --${near}` };
  }
  return undefined;
}
