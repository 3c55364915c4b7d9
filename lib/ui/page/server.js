/** What is asked of the server, and what it tells. */
import { useEffect, useState } from 'preact/hooks';

/** Milliseconds for which a page that nobody sees stays connected: a browser has few connections for one server. */
const UNSEEN = 60_000;
/** Milliseconds until a connection that was refused is tried again. */
const AGAIN = 3000;

/**
 * Reads a stream of events while the page is seen, again after each interruption.
 * @param {string} address
 * @param {Record<string, (value: any) => void>} events what is done with each
 * @param {(isConnected: boolean) => void} connected
 * @returns {() => void} ends it
 */
export function listen(address, events, connected) {
  /** @type {EventSource | undefined} */
  let source;
  let timer = 0;
  const close = () => {
    source?.close();
    source = undefined;
  };
  const open = () => {
    if (source) return;
    source = new EventSource(address);
    source.onopen = () => connected(true);
    source.onerror = () => {
      connected(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      timer = window.setTimeout(open, AGAIN);
    };
    for (const [name, act] of Object.entries(events))
      source.addEventListener(name, (event) => act(JSON.parse(event.data)));
  };
  const seen = () => {
    window.clearTimeout(timer);
    if (document.visibilityState === 'visible') open();
    else timer = window.setTimeout(close, UNSEEN);
  };
  document.addEventListener('visibilitychange', seen);
  open();
  return () => {
    document.removeEventListener('visibilitychange', seen);
    window.clearTimeout(timer);
    close();
  };
}

/** @returns {import('./types.js').Known} all that is told, as it changes */
export function useKnown() {
  const [known, setKnown] = useState(
    /** @type {import('./types.js').Known} */ ({ isConnected: false, usage: new Map(), works: [] }),
  );
  useEffect(() => {
    /** @param {Partial<import('./types.js').Known>} change */
    const learn = (change) => setKnown((before) => ({ ...before, ...change }));
    return listen(
      './stream/system',
      {
        system: (value) =>
          learn(
            value.problem === undefined ? { system: value, problem: undefined } : { problem: value.problem },
          ),
        usage: (value) =>
          learn({
            usage: new Map(
              value.map((/** @type {import('./types.js').Usage} */ each) => [each.service, each]),
            ),
          }),
        edits: (value) => learn({ edits: value }),
        works: (value) => learn({ works: value }),
      },
      (isConnected) => learn({ isConnected }),
    );
  }, []);
  return known;
}

/**
 * Asks for something once, and again when it is asked for anew.
 * @param {string} address
 * @param {'json' | 'text'} kind
 * @param {unknown} anew another value asks again
 * @returns {{ value?: any, problem?: string, isAsking: boolean }}
 */
export function useAnswer(address, kind, anew = 0) {
  const [answer, setAnswer] = useState(
    /** @type {{ value?: any, problem?: string, isAsking: boolean }} */ ({ isAsking: true }),
  );
  useEffect(() => {
    let isWanted = true;
    setAnswer((before) => ({ ...before, isAsking: true }));
    const ask = async () => {
      const response = await fetch(address);
      if (!response.ok) throw new Error(await response.text());
      return response[kind]();
    };
    ask().then(
      (value) => isWanted && setAnswer({ value, isAsking: false }),
      (error) => isWanted && setAnswer({ problem: error.message, isAsking: false }),
    );
    return () => {
      isWanted = false;
    };
  }, [address, kind, anew]);
  return answer;
}

/**
 * Has something done.
 * @param {import('./types.js').Wish} wish
 * @returns {Promise<string | undefined>} why it is not done
 */
export async function begin(wish) {
  try {
    const response = await fetch('./works', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    return response.ok ? undefined : await response.text();
  } catch {
    return 'the page is not served any more';
  }
}
