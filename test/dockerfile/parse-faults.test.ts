import { describe, expect, it } from 'vitest';
import { readInstructions } from '../../lib/dockerfile/instructions.js';
import { parseFaults } from '../../lib/dockerfile/parse-faults.js';

const faults = (text: string) =>
  parseFaults(readInstructions(text).list).map(({ line, problem, fix }) => `${line}: ${problem}; ${fix}`);
const last = (line: string) => faults(`FROM x\n${line}\n`).map((each) => each.replace(/^2: /, ''));

describe('a Dockerfile that no builder accepts', () => {
  it('has an instruction that there is not', () => {
    expect(last('RUNN pip install')).toEqual(['there is no instruction RUNN; write RUN']);
    expect(last('COPPY a b')).toEqual(['there is no instruction COPPY; write COPY']);
    expect(last('pip install flask')).toEqual([
      'there is no instruction PIP; begin the line with an instruction, or end the one before it with \\',
    ]);
  });

  it('begins with another one than FROM', () => {
    expect(faults('ARG V=1\nRUN x\nFROM x:$V\n')).toEqual([
      '2: RUN stands before the first FROM; begin with FROM',
    ]);
    expect(faults('RUN x\n')).toEqual([]);
  });

  it.each([
    ['FROM x y', 'FROM x y is not understood; write FROM image, or FROM image AS stage'],
    ['FROM x is y', 'FROM x is y is not understood; write FROM image, or FROM image AS stage'],
    ['COPY a', 'COPY names no destination; write COPY source destination'],
    ['ADD --chown=1 a', 'ADD names no destination; write ADD source destination'],
    ['ENV KEY', 'ENV KEY has no value; write ENV KEY=value'],
    ['WORKDIR', 'WORKDIR says nothing; say what WORKDIR is for'],
    ['EXPOSE', 'EXPOSE says nothing; say what EXPOSE is for'],
    ['VOLUME []', 'VOLUME says nothing; say what VOLUME is for'],
    [
      'HEALTHCHECK --retries=3 curl x',
      'HEALTHCHECK says neither CMD nor NONE; write HEALTHCHECK CMD before the program',
    ],
    ['COPY --form=x a b', 'COPY has no option --form; write --from'],
    ['FROM --plattform=linux/amd64 x', 'FROM has no option --plattform; write --platform'],
    [
      "CMD ['python', 'main.py']",
      'CMD is no JSON, so a shell is given its brackets and quotes; write it with double quotes: ["python", "main.py"]',
    ],
    [
      "ENTRYPOINT [ 'x' ]",
      'ENTRYPOINT is no JSON, so a shell is given its brackets and quotes; write it with double quotes: ["python", "main.py"]',
    ],
  ])('says %j', (line, fault) => {
    expect(last(line)).toEqual([fault]);
  });

  it.each([
    'FROM --platform=$BUILDPLATFORM x AS y',
    'from x as y',
    'COPY --from=x --chown=1:1 a b',
    'COPY --wholly-new=1 a b',
    'COPY ["a b", "c"]',
    'ENV A B',
    'ENV A=B C=D',
    'HEALTHCHECK NONE',
    'HEALTHCHECK --interval=5s CMD x',
    'RUN [ -f x ]',
    'RUN --mount=type=cache,target=/x x',
    'CMD ["a"]',
    "CMD [ -f 'x' ]",
    'CMD',
    'ONBUILD COPY a b',
    'MAINTAINER me',
    'RUN <<EOF\npip install\nEOF',
    'COPY <<EOF /x\nRUNN\nEOF',
    'RUN a \\\n  # of the line\n  && b',
  ])('is not one with %j', (line) => {
    expect(last(line)).toEqual([]);
  });
});
