/** How things are said. */

const UNITS = /** @type {const} */ ([
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
]);

/**
 * Seconds to read, in the largest unit of which there are two, as `status` says them.
 * @param {number} seconds
 */
function duration(seconds) {
  const [size, name] = UNITS.find(([each]) => seconds >= 2 * each) ?? UNITS[3];
  return `${Math.max(0, Math.floor(seconds / size))} ${name}`;
}

/** @param {string} since RFC 3339 @param {number} now */
export function upFor(since, now) {
  return duration((now - Date.parse(since)) / 1000);
}

/** @param {string} time RFC 3339 */
export function clock(time) {
  return new Date(time).toLocaleTimeString('en-GB');
}

/** @param {string} time RFC 3339 */
export function dateAndClock(time) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? clock(time) : `${date.toLocaleDateString('en-GB')} ${clock(time)}`;
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'];

/** @param {number} bytes */
export function size(bytes) {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), SIZES.length - 1);
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${SIZES[power]}`;
}

/** @param {number} count @param {string} word */
export function counted(count, word) {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** @param {import('./types.js').StatusRow} row */
export function stateText({ state, health }) {
  return state === 'running' && health !== '' ? health : state;
}

/**
 * How well a service is, with its files and its image.
 * @param {import('./types.js').StatusRow} row
 */
export function mood({ state, health, right }) {
  if (state === 'running' && health === 'starting') return 'starting';
  return right ? 'well' : 'wrong';
}

/**
 * How well its program is, whatever files it runs on.
 * @param {import('./types.js').StatusRow} row
 */
export function health(row) {
  const isUp = row.state === 'running' && (row.health === '' || row.health === 'healthy');
  return isUp ? 'well' : mood(row);
}

/**
 * Whether a text has all words that are looked for.
 * @param {string} text @param {string} looked
 */
export function has(text, looked) {
  const lower = text.toLowerCase();
  return looked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
