import { defineSystem } from '../lib/index.js';
import { DevStack } from './dev-stack.js';
import { newService } from './new-service.js';
import { ProdStack } from './prod-stack.js';

/** OpsConductor: its names, its places, its stacks. */
export const opsconductor = defineSystem({
  name: 'opsconductor',
  title: 'OpsConductor',
  // what the team calls prod: `docker-compose.clean.yml`, `opsconductor-ai-brain-clean`
  modes: { prod: 'clean' },
  shared: 'shared',
  commands: {
    dev: './scripts/dev-mode.sh',
    prod: './scripts/prod-mode.sh',
    'stop-dev': './scripts/stop-dev.sh',
    'stop-prod': './scripts/stop-prod.sh',
    watch: './scripts/watch.sh',
    status: './scripts/status.sh',
    verify: './scripts/verify.sh',
    validate: './scripts/validate-mounts.sh',
    diff: './scripts/diff.sh',
    graph: './scripts/graph.sh',
    compose: './scripts/compose.sh',
    export: './scripts/export.sh',
    prune: './scripts/prune.sh',
    'lock-images': './scripts/lock-images.sh',
    new: './scripts/new.sh',
    setup: './scripts/dev-mode.sh --setup',
    synth: 'npx cdktf synth',
    deploy: './scripts/cdktf.sh deploy',
    destroy: './scripts/cdktf.sh destroy',
    program: './opsconductor',
    entry: 'node --import ./cli/typescript.mjs cli/index.ts',
  },
  newService,
  stacks: { dev: DevStack, prod: ProdStack },
});
