/** Texts that are remembered at a time. */
const MOST = 500;

/**
 * Reads each text once: rules ask for the same files in both modes, and for every service that has them.
 * @param read tells the same of the same text, and nobody changes what it tells
 */
export function perText<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (known.has(text)) return known.get(text) as T;
    const found = read(text);
    if (known.size >= MOST) known.clear();
    known.set(text, found);
    return found;
  };
}
