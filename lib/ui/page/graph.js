/** What waits for what, coloured by how it is. */
import { useEffect, useRef } from 'preact/hooks';
import { html } from './html.js';
import { useAnswer } from './server.js';
import { mood } from './words.js';

/** @param {{ rows: import('./types.js').StatusRow[], mode: string }} props */
export function Graph({ rows, mode }) {
  const { value, problem } = useAnswer('./picture', 'text', mode);
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    const picture = frame.current?.querySelector('svg');
    if (!picture) return;
    // smaller than this it cannot be read
    picture.style.minWidth = `${0.8 * Number(picture.getAttribute('width'))}px`;
    for (const row of rows) {
      const node = document.getElementById(`picture.${row.service}`);
      node?.classList.remove('well', 'wrong', 'starting');
      node?.classList.add(mood(row));
    }
  });
  return html`<h2>Graph of ${mode}</h2>
    <p class="hint">An arrow means “waits for”. A box leads to its service.</p>
    ${problem && html`<p class="problem">${problem}</p>`}
    ${value && html`<div class="scroll" role="region" tabindex="0" aria-label="Picture" ref=${frame} dangerouslySetInnerHTML=${{ __html: value }}></div>`}`;
}
