import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOn } from '../../lib/model/switch.js';
import { UsageError, UserError } from '../../lib/model/user-error.js';
import { imageMapFile, noteWithout, withoutFilePath } from '../../lib/synth/machine.js';
import { type Call, readSettings } from '../../lib/synth/settings.js';
import { CONVENTIONS, projectAt } from '../conventions.js';
import { plant, type Tree } from '../disk/tree.js';

/** Reads a project whose machine notes lie in its own folder `config`. */
function read(tree: Tree = {}, environment: NodeJS.ProcessEnv = {}, call: Call = {}) {
  const root = plant({ 'src/README.md': '', 'cdktf.json': '{"context": {"sourceRoot": "src"}}', ...tree });
  return {
    root,
    settings: () =>
      readSettings(projectAt(root), { XDG_CONFIG_HOME: `${root}/config`, ...environment }, call),
  };
}

function errorOf(body: () => unknown): UserError {
  try {
    body();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('settings', () => {
  it('come from cdktf.json, with what else is known by default', () => {
    const { root, settings } = read({
      'cdktf.json': '{"context": {"sourceRoot": "src", "images": {"a:1": "b:1"}}}',
    });
    expect(settings()).toMatchObject({
      sourceRoot: `${root}/src`,
      relativeSourceRoot: 'src',
      name: 'opsconductor',
      portOffset: 0,
      host: 'localhost',
      images: { 'a:1': 'b:1' },
      choice: { without: [], withDependents: false, lacking: [] },
      adopt: false,
    });
  });

  it('take the directory of the project where cdktf.json names no source root', () => {
    const { settings } = read({ 'cdktf.json': '{}' });
    expect(settings().relativeSourceRoot).toBe('.');
  });

  it('let the environment choose another checkout, beside the project too', () => {
    const { root, settings } = read({ 'other/README.md': '' }, { OPSCONDUCTOR_ROOT: 'other' });
    expect(settings()).toMatchObject({ sourceRoot: `${root}/other`, relativeSourceRoot: 'other' });
    const outside = plant({ 'checkout/README.md': '' });
    const { settings: absolute } = read({}, { OPSCONDUCTOR_ROOT: `${outside}/checkout` });
    expect(absolute().relativeSourceRoot).toMatch(/^\.\.\/[^/]+\/checkout$/);
  });

  it('take several services to leave out, with spaces between them too', () => {
    const { settings } = read({}, { OPSCONDUCTOR_WITHOUT: 'ollama, frontend' });
    expect(settings().choice.without).toEqual(['frontend', 'ollama']);
  });

  it('take what a call and the environment choose', () => {
    expect(
      read({}, { OPSCONDUCTOR_ONLY: 'redis', OPSCONDUCTOR_WITH_DEPENDENTS: '1' }).settings().choice,
    ).toEqual({
      without: [],
      only: ['redis'],
      withDependents: true,
      lacking: [],
    });
    expect(read({}, { OPSCONDUCTOR_ADOPT: '1' }).settings().adopt).toBe(true);
    const { choice, adopt } = read(
      {},
      {},
      { adopt: true, started: { portOffset: 0, host: 'localhost', leftOut: [], only: ['redis'] } },
    ).settings();
    expect({ choice, adopt }).toMatchObject({ choice: { only: ['redis'], started: [] }, adopt: true });
  });

  it.each(['WITH_DEPENDENTS', 'ADOPT', 'REPLACE', 'HEAL'])('are on or off by 1 or 0 for %s alone', (word) => {
    const variable = `OPSCONDUCTOR_${word}`;
    for (const value of ['1', '0', '']) expect(read({}, { [variable]: value }).settings).not.toThrow();
    for (const value of ['yes', 'true', ' 1', '01']) {
      const error = errorOf(read({}, { [variable]: value }).settings);
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toBe(`${variable} "${value}" is neither 1 nor 0`);
    }
  });

  it('are off by 0, whatever is on by itself', () => {
    expect(read({}, { OPSCONDUCTOR_ADOPT: '0' }).settings().adopt).toBe(false);
    expect(isOn(CONVENTIONS, 'HEAL', {})).toBe(true);
    expect(isOn(CONVENTIONS, 'HEAL', { OPSCONDUCTOR_HEAL: '0' })).toBe(false);
  });

  it('refuse a file for a source root', () => {
    const { settings } = read({ 'file.txt': '' }, { OPSCONDUCTOR_ROOT: 'file.txt' });
    expect(errorOf(settings).message).toMatch(/^source root .*file\.txt is not a directory$/);
  });

  it('are noted for the machine without what a single call leaves out', () => {
    const { root } = read({ 'config/twomode/without.opsconductor.json': '["ollama"]' });
    const environment = { XDG_CONFIG_HOME: `${root}/config`, OPSCONDUCTOR_WITHOUT: 'frontend' };
    noteWithout(CONVENTIONS, ['identity-service'], environment);
    expect(JSON.parse(readFileSync(withoutFilePath(CONVENTIONS, environment), 'utf8'))).toEqual({
      version: 1,
      services: ['identity-service', 'ollama'],
    });
  });

  it('pin by images.lock.json what neither the project nor the machine maps to something else', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const { settings } = read({
      'cdktf.json': '{"context": {"sourceRoot": "src", "images": {"b:1": "mirror/b:1"}}}',
      'config/twomode/images.json': '{"c:1": "localhost/base/c:1"}',
      'images.lock.json': JSON.stringify({ 'a:1': digest, 'mirror/b:1': digest, 'c:1': digest }),
    });
    expect(settings().images).toMatchObject({
      'a:1': `a:1@${digest}`,
      'b:1': `mirror/b:1@${digest}`,
      'c:1': 'localhost/base/c:1',
    });
    expect(settings().project.images).toMatchObject({ 'c:1': `c:1@${digest}` });
    expect(settings().imageMap).toEqual({ 'b:1': 'mirror/b:1' });
  });

  it('refuse a lock whose value is not a digest', () => {
    const { settings } = read({ 'images.lock.json': '{"a:1": "latest"}' });
    expect(errorOf(settings).message).toMatch(/images\.lock\.json: a:1: is not a digest$/);
  });

  it('take how the gateway is reached, and what is published past it', () => {
    const { settings } = read(
      {},
      { OPSCONDUCTOR_TLS: 'ops@example.com', OPSCONDUCTOR_GATEWAY: '1', OPSCONDUCTOR_OPEN_PORTS: '1' },
    );
    const { project, ...here } = settings();
    expect(here).toMatchObject({ tls: 'ops@example.com', gateway: true, openPorts: true });
    expect(project).toMatchObject({ tls: '', gateway: false, openPorts: false });
    expect(read({}, {}, { gateway: true }).settings().gateway).toBe(true);
    const directory = 'https://ca.corp.example/acme/acme/directory';
    expect(read({}, { OPSCONDUCTOR_TLS: directory }).settings().tls).toBe(directory);
  });

  it('keep what is particular to this machine out of what the project says', () => {
    const { settings } = read(
      {
        'cdktf.json': '{"context": {"sourceRoot": "src", "images": {"a:1": "project:1"}}}',
        'config/twomode/images.json': '{"a:1": "machine:1", "b:1": "machine:2"}',
        'config/twomode/without.opsconductor.json': '["ollama"]',
      },
      {
        OPSCONDUCTOR_NAME: 'second',
        OPSCONDUCTOR_PORT_OFFSET: '10000',
        OPSCONDUCTOR_WITHOUT: 'frontend',
        OPSCONDUCTOR_HOST: 'ops.example.com',
      },
      { without: ['identity-service'] },
    );
    const { project, ...here } = settings();
    expect(here).toMatchObject({
      name: 'second',
      portOffset: 10_000,
      host: 'ops.example.com',
      images: { 'a:1': 'project:1', 'b:1': 'machine:2' },
      choice: { without: ['frontend', 'identity-service'], lacking: ['ollama'] },
    });
    expect(project).toMatchObject({
      name: 'opsconductor',
      portOffset: 0,
      images: { 'a:1': 'project:1' },
      choice: { without: [], lacking: [] },
    });
  });

  it('look for the machine’s notes where the desktop standard says', () => {
    expect(imageMapFile({ XDG_CONFIG_HOME: '/x' })).toBe('/x/twomode/images.json');
    expect(withoutFilePath(CONVENTIONS, {})).toMatch(
      /^\/.*\/\.config\/twomode\/without\.opsconductor\.json$/,
    );
  });
});

describe('an error in the settings is one line that names what is wrong', () => {
  const cases: readonly [what: string, tree: Tree, environment: NodeJS.ProcessEnv, message: RegExp][] = [
    ['a cdktf.json that is cut off', { 'cdktf.json': '{' }, {}, /cdktf\.json is not JSON/],
    ['an empty cdktf.json', { 'cdktf.json': '' }, {}, /cdktf\.json is not JSON/],
    ['a list for cdktf.json', { 'cdktf.json': '[]' }, {}, /cdktf\.json: /],
    ['a number for a path', { 'cdktf.json': '{"context":{"sourceRoot":1}}' }, {}, /: context\.sourceRoot: /],
    [
      'a number for an image',
      { 'cdktf.json': '{"context":{"images":{"a":1}}}' },
      {},
      /: context\.images\.a: /,
    ],
    [
      'a source root that is not there',
      {},
      { OPSCONDUCTOR_ROOT: 'none' },
      /source root .*\/none does not exist/,
    ],
    [
      'a source root with a line break in its name',
      { 'a\nb/main.py': '' },
      { OPSCONDUCTOR_ROOT: 'a\nb' },
      /^the path of the source root has a line break: ".*\/a\\nb"$/,
    ],
    ['a broken image map', { 'config/twomode/images.json': 'x' }, {}, /images\.json is not JSON/],
    ['an image map that is a list', { 'config/twomode/images.json': '[]' }, {}, /images\.json: /],
    [
      'a list of services that is none',
      { 'config/twomode/without.opsconductor.json': '{}' },
      {},
      /without\.opsconductor\.json is damaged: /,
    ],
    ['capitals in a name', {}, { OPSCONDUCTOR_NAME: 'Ops' }, /OPSCONDUCTOR_NAME "Ops"/],
    ['a name that begins with a dash', {}, { OPSCONDUCTOR_NAME: '-ops' }, /OPSCONDUCTOR_NAME "-ops"/],
    ['a name with a path', {}, { OPSCONDUCTOR_NAME: 'a/b' }, /OPSCONDUCTOR_NAME "a\/b"/],
    [
      'a host with a scheme',
      {},
      { OPSCONDUCTOR_HOST: 'http://a' },
      /OPSCONDUCTOR_HOST "http:\/\/a" is not a host name/,
    ],
    ['a host that would end a variable', {}, { OPSCONDUCTOR_HOST: 'a}b' }, /OPSCONDUCTOR_HOST "a}b"/],
    [
      'a certificate from nowhere',
      {},
      { OPSCONDUCTOR_TLS: 'yes' },
      /OPSCONDUCTOR_TLS "yes" is no way to a cert/,
    ],
    [
      'an authority that would end a directive',
      {},
      { OPSCONDUCTOR_TLS: 'https://a}' },
      /OPSCONDUCTOR_TLS "https:\/\/a}" is no way to a cert/,
    ],
    ['an offset in words', {}, { OPSCONDUCTOR_PORT_OFFSET: 'ten' }, /OPSCONDUCTOR_PORT_OFFSET "ten"/],
    ['an offset below zero', {}, { OPSCONDUCTOR_PORT_OFFSET: '-1' }, /OPSCONDUCTOR_PORT_OFFSET "-1"/],
    [
      'an offset beyond all ports',
      {},
      { OPSCONDUCTOR_PORT_OFFSET: '50001' },
      /OPSCONDUCTOR_PORT_OFFSET "50001"/,
    ],
    ['an offset in hexadecimal', {}, { OPSCONDUCTOR_PORT_OFFSET: '0x10' }, /OPSCONDUCTOR_PORT_OFFSET "0x10"/],
    ['an offset with an exponent', {}, { OPSCONDUCTOR_PORT_OFFSET: '1e3' }, /OPSCONDUCTOR_PORT_OFFSET "1e3"/],
    ['an offset of blanks', {}, { OPSCONDUCTOR_PORT_OFFSET: ' ' }, /OPSCONDUCTOR_PORT_OFFSET " "/],
    [
      'a name that no container could be reached by',
      {},
      { OPSCONDUCTOR_NAME: 'a'.repeat(33) },
      /OPSCONDUCTOR_NAME "a+" is longer than 32 characters/,
    ],
    ['half a port', {}, { OPSCONDUCTOR_PORT_OFFSET: '1.5' }, /OPSCONDUCTOR_PORT_OFFSET "1.5"/],
  ];

  it.each(cases)('%s', (_, tree, environment, message) => {
    const error = errorOf(read(tree, environment).settings);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(error.fix).toMatch(/^.+$/);
  });

  it('no cdktf.json at all', () => {
    expect(errorOf(() => readSettings(projectAt(plant()), {})).message).toMatch(
      /cdktf\.json does not exist$/,
    );
  });

  it('a mistake in a cdktf.json of several lines', () => {
    const error = errorOf(read({ 'cdktf.json': '{\n  "context": oops\n}\n' }).settings);
    expect(error.message).not.toContain('\n');
  });

  it('a name that ends with a dash, which no image can have', () => {
    expect(errorOf(read({}, { OPSCONDUCTOR_NAME: 'ops-' }).settings).message).toContain('OPSCONDUCTOR_NAME');
  });
});
