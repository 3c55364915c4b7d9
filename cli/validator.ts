#!/usr/bin/env node
/** The bin of the validator's own package, which has nothing else: `npx twomode validate` without a `main.ts`. */
import { heedSignals } from '../lib/engine/interruption.js';
import { endInterrupted } from './interrupted.js';
import { letReaderEnd } from './let-reader-end.js';
import { validateOnly } from './validate-only.js';

heedSignals(endInterrupted);
letReaderEnd();
// without a command there is nothing to do but to say what there is
void validateOnly(process.argv.length > 2 ? process.argv.slice(2) : ['--help']);
