const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** Seconds to read, in the largest unit of which there are two: `45 s`, `90 min`, `3 d`. */
export function formatDuration(seconds: number): string {
  const [size, name] = UNITS.find(([size]) => seconds >= 2 * size) ?? [1, 's'];
  return `${Math.max(0, Math.floor(seconds / size))} ${name}`;
}
