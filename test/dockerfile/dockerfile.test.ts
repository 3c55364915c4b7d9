// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile's variables
import { describe, expect, it } from 'vitest';
import { externalImages, mapImages, stageNames } from '../../lib/dockerfile/dockerfile.js';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

interface Case {
  readonly title: string;
  readonly text: string;
  readonly images: readonly string[];
  readonly stages: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'one stage',
    text: 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
    images: ['python:3.12-slim'],
    stages: [],
  },
  {
    title: 'ARG before FROM, in both spellings',
    text: 'ARG TAG=3.12-slim\nARG BASE="node:20"\nFROM python:${TAG}\nFROM $BASE\n',
    images: ['python:3.12-slim', 'node:20'],
    stages: [],
  },
  {
    title: 'an ARG made of another, and two on one line',
    text: 'ARG V=3.12\nARG TAG=${V}-slim\nARG A=20 B=alpine\nFROM python:${TAG}\nFROM node:$A-$B\n',
    images: ['python:3.12-slim', 'node:20-alpine'],
    stages: [],
  },
  {
    title: 'ARG without a default, and a default at its use',
    text: 'ARG BASE\nFROM ${BASE:-alpine:3.20}\n',
    images: ['alpine:3.20'],
    stages: [],
  },
  {
    title: 'ARG after FROM, which no FROM sees',
    text: 'ARG TAG=1\nFROM a:$TAG\nARG TAG=2\nFROM b:$TAG\n',
    images: ['a:1', 'b:1'],
    stages: [],
  },
  {
    title: 'a platform',
    text: 'FROM --platform=$BUILDPLATFORM golang:1.22 AS build\nFROM --platform=linux/amd64 alpine:3.20\n',
    images: ['golang:1.22', 'alpine:3.20'],
    stages: ['build'],
  },
  {
    title: 'digests and a registry with a port',
    text: `FROM python:3.12@${DIGEST}\nFROM registry.example:5000/team/node@${DIGEST} AS prod\n`,
    images: [`python:3.12@${DIGEST}`, `registry.example:5000/team/node@${DIGEST}`],
    stages: ['prod'],
  },
  {
    title: 'COPY from a stage, a number and an image',
    text: 'FROM a:1 AS Build\nFROM b:2\nCOPY --from=BUILD /a /b\nCOPY --from=0 /a /b\nCOPY --from=nginx:1.28 /a /b\n',
    images: ['a:1', 'b:2', 'nginx:1.28'],
    stages: ['build'],
  },
  {
    title: 'COPY --from among other flags',
    text: 'FROM a:1\nCOPY --chown=1:1 --from=nginx:1 --link /a /b\nCOPY --link --from=0 /a /b\n',
    images: ['a:1', 'nginx:1'],
    stages: [],
  },
  {
    title: 'stages upon stages',
    text: 'FROM node:20 AS dev\nFROM dev AS build\nFROM nginx:1 AS prod\nCOPY --from=build /dist /dist\n',
    images: ['node:20', 'nginx:1'],
    stages: ['dev', 'build', 'prod'],
  },
  {
    title: 'a stage with the name of its image',
    text: 'FROM redis AS redis\nFROM redis\nCOPY --from=redis /a /b\n',
    images: ['redis'],
    stages: ['redis'],
  },
  {
    title: 'a name that becomes a stage only later',
    text: 'FROM build\nFROM a:1 AS build\n',
    images: ['build', 'a:1'],
    stages: ['build'],
  },
  {
    title: 'lower-case keywords and tabs',
    text: 'from python:3.12 as Base\n\tFROM\tnode:20\tAS\tx\ncopy --from=x /a /b\ncopy --from=nginx:1 /a /b\n',
    images: ['python:3.12', 'node:20', 'nginx:1'],
    stages: ['base', 'x'],
  },
  {
    title: 'comments',
    text: '# FROM not:1\n  # FROM not:2\nFROM a:1\n#COPY --from=not:3 /a /b\n',
    images: ['a:1'],
    stages: [],
  },
  {
    title: 'line continuations',
    text: 'FROM \\\n  python:3.12-slim \\\n  AS base\nRUN echo \\\n# a comment\nFROM x\n',
    images: ['python:3.12-slim'],
    stages: ['base'],
  },
  {
    title: 'heredocs',
    text: 'FROM a:1\nRUN <<EOF\nFROM not\nCOPY --from=not:1 /a /b\nEOF\nCOPY <<-"X" /y\n\tFROM not\n\tX\nFROM b:2 AS c\n',
    images: ['a:1', 'b:2'],
    stages: ['c'],
  },
  {
    title: 'CRLF line ends',
    text: 'ARG T=1\r\nFROM a:$T AS build\r\nRUN x \\\r\n  y\r\nFROM b:2\r\nCOPY --from=c:3 /a /b\r\n',
    images: ['a:1', 'b:2', 'c:3'],
    stages: ['build'],
  },
  {
    title: 'nothing to begin with',
    text: 'FROM scratch AS empty\nCOPY --from=a:1 / /\n',
    images: ['a:1'],
    stages: ['empty'],
  },
  {
    title: 'another escape character',
    text: '# escape=`\nFROM `\n  a:1 `\n  AS b\nCOPY --from=b C:\\x\\ D:\\\nFROM c:1\n',
    images: ['a:1', 'c:1'],
    stages: ['b'],
  },
  { title: 'an unknown variable', text: 'FROM ${REGISTRY}/a:1\n', images: ['${REGISTRY}/a:1'], stages: [] },
  { title: 'nothing', text: '', images: [], stages: [] },
];

describe.each(cases)('a Dockerfile with $title', ({ text, images, stages }) => {
  it('names its images and its stages', () => {
    expect(externalImages(text)).toEqual(images);
    expect(stageNames(text)).toEqual(stages);
  });

  it('gets the mapped images, and they are all it names then', () => {
    const map = Object.fromEntries(images.map((image, i) => [image, `localhost/mapped:${i}`]));
    const mapped = mapImages(text, map);
    expect(externalImages(mapped)).toEqual(Object.values(map));
    expect(stageNames(mapped)).toEqual(stages);
    expect(mapped.split('\n')).toHaveLength(text.split('\n').length);
  });
});

it('mapping changes the references and not a byte beside them', () => {
  const text =
    '# FROM python:3.12\r\nARG T=3.12\r\nFROM  --platform=x  python:${T}  as Build # note\r\nRUN echo python:3.12\r\nCOPY --from=python:3.12 /a /b\r\n';
  expect(mapImages(text, { 'python:3.12': 'mirror/python:3.13' })).toBe(
    '# FROM python:3.12\r\nARG T=3.12\r\nFROM  --platform=x  mirror/python:3.13  as Build # note\r\nRUN echo python:3.12\r\nCOPY --from=mirror/python:3.13 /a /b\r\n',
  );
});

it('an image named like a method is left alone by an empty map', () => {
  expect(mapImages('FROM constructor\n', {})).toBe('FROM constructor\n');
});
