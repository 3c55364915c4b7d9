/**
 * A variable without which nothing is deployed. Docker's client takes a `-` anywhere in what it says then for the beginning of a
 * default, and so would deploy with that.
 */
export function required(variable: string): string {
  return `\${${variable}:?the deploy sets it}`;
}
