/**
 * The entry of validate-mounts.sh: `node cli/validate.cjs …`, run from the project's directory. By require, for Node's
 * loader of import statements takes half a second longer for the same modules.
 */
// the large packages before tsx: it would look into each of their files
for (const name of [
  'cdktf',
  '@cdktf/provider-docker/lib/container/index.js',
  'dockerfile-ast',
  'yaml',
  'zod',
])
  require(name);
require('tsx/cjs');
require('./validate-command.ts');
