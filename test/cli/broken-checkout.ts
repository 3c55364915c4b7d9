import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE } from './project-copy.js';

/** Something that stood in a newcomer's way, and what the message tells to do about it. */
interface Obstacle {
  /** The line that is said, without its brackets. */
  readonly says: string;
  readonly make: (root: string) => void;
  /** What the line says. @default - `--adopt` does it */
  readonly cure?: (root: string) => void;
}

const at = (root: string, path: string) => join(root, path);

const link = (path: string, to: string): Pick<Obstacle, 'make' | 'cure'> => ({
  make: (root) => symlinkSync(to, at(root, path)),
  cure: (root) => rmSync(at(root, path)),
});

/** Takes a file or directory away, and brings a file back. */
function gone(path: string, instead: (root: string) => void = () => {}): Pick<Obstacle, 'make' | 'cure'> {
  let text = '';
  return {
    make: (root) => {
      text = readFileSync(at(root, path), 'utf8');
      rmSync(at(root, path));
      instead(root);
    },
    cure: (root) => {
      rmSync(at(root, path), { recursive: true, force: true });
      writeFileSync(at(root, path), text);
    },
  };
}

const byHand = (mode: string, word: string): Obstacle => ({
  says: `[${mode}] places-are-free: docker-compose.${word}.yml: was written by hand, and a Compose file of this name is generated. Fix: start with --adopt, which keeps it as docker-compose.${word}.by-hand.yml (OPSCONDUCTOR_ADOPT=1 does it for npx cdktf), or move it away.`,
  make: (root) => writeFileSync(at(root, `docker-compose.${word}.yml`), 'services: {}\n'),
});

/** What was met on a team's own checkout, and its kin. */
export const OBSTACLES: readonly Obstacle[] = [
  byHand('dev', 'dev'),
  byHand('prod', 'clean'),
  {
    says: '[system] places-are-free: .opsconductor: is not a directory, and what is generated is kept there. Fix: move it away.',
    make: (root) => writeFileSync(at(root, '.opsconductor'), ''),
    cure: (root) => rmSync(at(root, '.opsconductor')),
  },
  {
    says: '[dev/automation-service] source-exists: mounts[/app/main_clean.py]: source "automation-service/main_clean.py" does not exist. Fix: add it, or remove the mount.',
    ...gone('automation-service/main_clean.py'),
  },
  {
    says: '[network-service] links-stay-inside: image: link "network-analyzer-service/captures" -> "captures" leads nowhere. Fix: remove the link, or point it at what it should name.',
    ...link('network-analyzer-service/captures', 'captures'),
  },
  {
    says: '[asset-service] buildable: image: asset-service/Dockerfile does not exist. Fix: add it, or name the right file in the construct.',
    ...gone('asset-service/Dockerfile'),
  },
  {
    says: '[communication-service] buildable: image: communication-service/Dockerfile is a directory, where a file is expected. Fix: move it away and put the file there, or name another in the construct.',
    ...gone('communication-service/Dockerfile', (root) =>
      mkdirSync(at(root, 'communication-service/Dockerfile')),
    ),
  },
  {
    says: '[identity-service] buildable: image: identity-service/.dockerignore has a pattern that cannot be read: "tests[" in line 1. Fix: correct the pattern, or remove the line.',
    make: (root) => writeFileSync(at(root, 'identity-service/.dockerignore'), 'tests[\n'),
    cure: (root) => rmSync(at(root, 'identity-service/.dockerignore')),
  },
  {
    says: '[ai-brain] buildable: image: ai-brain/shared is a link (to "../../shared", which does not exist) where the common shared/ is laid. Fix: remove the link (rm ai-brain/shared): the image gets shared/ without it.',
    ...link('ai-brain/shared', '../../shared'),
  },
];

/** Puts every obstacle into a copy's source root. @returns the root */
export function breakCheckout(copy: string): string {
  const root = join(copy, EXAMPLE);
  rmSync(join(root, 'docker-compose.dev.yml'));
  rmSync(join(root, 'docker-compose.clean.yml'));
  for (const { make } of OBSTACLES) make(root);
  return root;
}
