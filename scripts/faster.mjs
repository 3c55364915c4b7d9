// Loaded before tsx. Node keeps what it compiles, and compiles anew what has changed. tsx would look into each of zod's
// hundred files, which every command needs but those that become the watcher.
import module from 'node:module';

module.enableCompileCache?.('node_modules/.cache/twomode/compiled');
if (!['dev', 'watch'].includes(process.argv[2])) await import('zod');
