import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  forgetOtherBackend,
  forgetState,
  idsInState,
  isUnfinished,
  keepStatePrivate,
  noteUnfinished,
} from '../../lib/engine/terraform-state.js';
import { preparationFile, stateFile, statePath, systemFile } from '../../lib/model/deployment.js';
import { named } from '../conventions.js';
import { plant } from '../disk/tree.js';

const DEV = { ...named('opsconductor'), mode: 'dev' } as const;
const PROD = { ...named('opsconductor'), mode: 'prod' } as const;
const SECOND = { ...named('second'), mode: 'prod' } as const;

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('keepStatePrivate', () => {
  it('makes state, backup and plan before Terraform does, for their owner alone', () => {
    const directory = plant();
    keepStatePrivate(directory, PROD);
    for (const file of [
      'terraform.prod.tfstate',
      'terraform.prod.tfstate.backup',
      'cdktf.out/stacks/prod/plan',
    ])
      expect(mode(join(directory, file)), file).toBe('600');
  });

  it('tightens a state that is there, and keeps what it says', () => {
    const directory = plant({ 'terraform.dev.tfstate': '{"resources":[]}' });
    chmodSync(join(directory, 'terraform.dev.tfstate'), 0o644);
    keepStatePrivate(directory, PROD);
    expect(mode(join(directory, 'terraform.dev.tfstate'))).toBe('600');
    expect(readFileSync(join(directory, 'terraform.dev.tfstate'), 'utf8')).toBe('{"resources":[]}');
  });
});

describe('a second system of the same directory', () => {
  it.each([systemFile, preparationFile, stateFile])('shares no %s with the first', (file) => {
    expect(file(SECOND)).not.toBe(file(PROD));
  });

  it('keeps the first one’s state', () => {
    const directory = plant({ 'terraform.prod.tfstate': '{}', 'terraform.second.prod.tfstate': '{}' });
    forgetState(directory, SECOND);
    expect(readdirSync(directory)).toEqual(['terraform.prod.tfstate']);
  });

  it('has Terraform start over where its record is of the other’s state, and only there', () => {
    const record = 'cdktf.out/stacks/prod/.terraform/terraform.tfstate';
    const text = JSON.stringify({
      version: 3,
      backend: { type: 'local', config: { path: statePath(PROD) } },
    });
    const directory = plant({ [record]: text, 'cdktf.out/stacks/dev/.terraform/providers/x': '' });
    for (const same of [PROD, DEV]) forgetOtherBackend(directory, same);
    expect(readFileSync(join(directory, record), 'utf8')).toBe(text);
    forgetOtherBackend(directory, SECOND);
    expect(existsSync(join(directory, record))).toBe(false);
  });
});

describe('idsInState', () => {
  it('has the ids of every resource, and none of a state that is empty or not there', () => {
    const instances = [
      { attributes: { id: 'a' } },
      { attributes: { id: 'b', name: 'x' } },
      { attributes: {} },
    ];
    const state = JSON.stringify({ version: 4, resources: [{ type: 'docker_container', instances }] });
    const directory = plant({ 'terraform.dev.tfstate': state, 'terraform.prod.tfstate': '' });
    expect([...idsInState(directory, DEV)]).toEqual(['a', 'b']);
    expect([...idsInState(directory, PROD)]).toEqual([]);
    expect([...idsInState(plant(), DEV)]).toEqual([]);
  });

  it('is empty once the state is forgotten, its backup too', () => {
    const directory = plant({ 'terraform.dev.tfstate': '{}', 'terraform.dev.tfstate.backup': '{}' });
    forgetState(directory, DEV);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('a deploy’s note', () => {
  it('says unfinished until the stack has put its first word back', () => {
    const root = plant();
    expect(isUnfinished(root, DEV)).toBe(false);
    noteUnfinished(root, DEV);
    expect(isUnfinished(root, DEV)).toBe(true);
    expect(isUnfinished(root, PROD)).toBe(false);
    const file = join(root, preparationFile(DEV));
    writeFileSync(file, readFileSync(file, 'utf8').split(' ')[0] ?? '');
    expect(isUnfinished(root, DEV)).toBe(false);
  });
});
