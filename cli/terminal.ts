/** Whether somebody types and reads: what is piped in or out gets no terminal. */
export function isTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY);
}
