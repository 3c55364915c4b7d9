/** What takes long to find out is not found out anew for a while. @param milliseconds for which an answer holds */
export function keptFor<T>(milliseconds: number, find: () => T): () => T {
  let known: { readonly answer: T; readonly at: number } | undefined;
  return () => {
    if (!known || Date.now() - known.at > milliseconds) known = { answer: find(), at: Date.now() };
    return known.answer;
  };
}
