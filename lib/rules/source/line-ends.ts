import { unprovenAt } from '../../dockerfile/copy-resolution.js';
import { commandOf, fileAt, pathFrom, workdirOf } from '../container-files.js';
import { imageOf } from '../image.js';
import { mountOver } from '../mounts.js';
import { eachService, type Rule } from '../rule.js';

/** A script begins with the name of its interpreter, which ends at the line's end. */
export const lineEnds: Rule = {
  id: 'line-ends',
  severity: 'warning',
  group: 'source',
  claim: 'A script that a container starts has no Windows line ends.',
  why: 'The kernel takes the carriage return for a part of the interpreter\'s name: "no such file or directory", though the script is there.',
  wrong: { language: 'text', text: '#!/bin/sh\\r\\n' },
  right: { language: 'text', text: '# .gitattributes\n*.sh text eol=lf' },
  check: eachService((service, input) => {
    const image = imageOf(service, input);
    const workdir = workdirOf(service, image, input.conventions);
    return commandOf(service, input).flatMap((word) => {
      if (!word.includes('/') && !word.endsWith('.sh')) return [];
      const path = pathFrom(workdir, word);
      const file = fileAt(service, image, path);
      const read = file === undefined ? undefined : input.facts.read(file);
      if (file === undefined || !read || !('text' in read) || !/^#![^\n]*\r\n/.test(read.text)) return [];
      // a RUN may have mended the image's copy; what is mounted over it is as it is
      if (!mountOver(service, path) && image && unprovenAt(image, path).length > 0) return [];
      return [
        {
          at: 'command',
          problem: `starts "${file}", whose lines end as on Windows: its interpreter is not found`,
          fix: 'save it with LF, and keep Git from changing that: `*.sh text eol=lf` in .gitattributes',
          place: { file, line: 1 },
        },
      ];
    });
  }),
};
