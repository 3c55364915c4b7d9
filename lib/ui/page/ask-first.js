/** What is about to be done, in words, and a click that has it done. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { begin } from './server.js';

/** @param {{ wish: import('./types.js').Wish, system: import('./types.js').SystemView, over: () => void }} props */
export function AskFirst({ wish, system, over }) {
  const { kind, services } = wish;
  const names = services.join(', ');
  const [problem, setProblem] = useState(/** @type {string | undefined} */ (undefined));
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => dialog.current?.showModal(), []);
  const neededBy = system.services
    .filter(({ service }) => services.includes(service))
    .flatMap((service) => service.neededBy);
  const go = async () => {
    const why = await begin(wish);
    if (why === undefined) dialog.current?.close();
    else setProblem(why);
  };
  return html`<dialog ref=${dialog} aria-labelledby="ask-title" onClose=${over}>
    <h2 id="ask-title">${kind === 'restart' ? 'Restart' : 'Rebuild'} ${names}?</h2>
    ${
      kind === 'restart'
        ? html`<p>The program of ${names} ends and begins again in its container: connections to it are cut. Nothing is built; its data stays.</p>`
        : html`<p>The image of ${names} is built without the cache, which can take minutes. Then its container is replaced; its data stays. What else has changed in the description since the last start takes effect, too.</p>`
    }
    ${neededBy.length > 0 && html`<p>Needed by ${[...new Set(neededBy)].join(', ')}, which ${kind === 'restart' ? 'keep running' : 'may be restarted, too'}.</p>`}
    <p class="hint">The same as <code>${system.program} ${kind} ${services.join(' ')}</code></p>
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <p class="buttons">
      <button onClick=${() => dialog.current?.close()}>Cancel</button>
      <button class="go" onClick=${go}>${kind === 'restart' ? 'Restart' : 'Rebuild'}</button>
    </p>
  </dialog>`;
}
