/** Characters of the texts that are remembered at a time: the code of a large repository, and not what a process reads in days. */
const MOST = 8_000_000;

/**
 * Reads each text once: rules ask for the same files in both modes, and for every service that has them.
 * @param read tells the same of the same text, and nobody changes what it tells
 */
export function perText<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  let characters = 0;
  return (text) => {
    if (known.has(text)) return known.get(text) as T;
    const found = read(text);
    if (characters > MOST) {
      known.clear();
      characters = 0;
    }
    known.set(text, found);
    characters += text.length;
    return found;
  };
}
