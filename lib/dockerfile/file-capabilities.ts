/** Capabilities that a program of the image gets from its file, whoever starts it: `setcap cap_net_raw+ep /usr/bin/tcpdump`. */
export interface FileCapabilities {
  /** Without `CAP_`, sorted: `NET_RAW`. */
  readonly capabilities: readonly string[];
  readonly line: number;
}

/** What a shell script gives to files by setcap; `setcap -r` takes it away, and is none. */
export function givenBySetcap(script: string): string[] {
  const calls = script.matchAll(
    /(?:^|[\s;&|(/])setcap\s+(?:-q\s+)?["']?((?:cap_\w+,)*cap_\w+)[+=][eip]*p[eip]*/gi,
  );
  const names = [...calls].flatMap(([, list = '']) => list.split(','));
  return [...new Set(names.map((name) => name.replace(/^cap_/i, '').toUpperCase()))].sort();
}
