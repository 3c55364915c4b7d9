import type { Row } from '../harness/row.js';
import { commandRows } from './commands.js';
import { editRows } from './edit.js';
import { exportRows } from './export.js';
import { firstStartRows } from './first-start.js';
import { idleRows } from './idle.js';
import { installRows } from './install.js';
import { startRows } from './start.js';
import { synthRows } from './synth.js';
import { terraformRows } from './terraform.js';
import { validateRows } from './validate.js';

/** All rows, in the order of the table. */
export const ROWS: readonly Row[] = [
  ...synthRows,
  ...validateRows,
  ...commandRows,
  ...startRows,
  ...terraformRows,
  ...editRows,
  ...idleRows,
  ...exportRows,
  ...installRows,
  ...firstStartRows,
];
