/** The end of a command's output, for an error message. @param count lines @default 20 */
export function lastLines(output: string, count = 20): string {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}
