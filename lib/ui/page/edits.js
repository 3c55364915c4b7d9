/** The last edits, and what was done for each. */
import { html } from './html.js';
import { dateAndClock } from './words.js';

/** @param {{ edits?: import('./types.js').Edits, system: import('./types.js').SystemView }} props */
export function Edits({ edits, system }) {
  const all = edits?.edits ?? [];
  return html`<h2>Edits</h2>
    ${system.mode === 'prod' && html`<p class="hint">In prod nothing is mounted: an edit takes effect when its image is built. These were noticed in dev.</p>`}
    ${edits && !edits.isWatched && system.mode === 'dev' && html`<p class="hint">Nobody watches the files now: an edit takes effect when its service is restarted. To watch: <code>${system.program} watch</code></p>`}
    ${all.length === 0 && html`<p class="hint">No edit was noted yet.</p>`}
    ${
      all.length > 0 &&
      html`<ol class="edits">
      ${all.map(
        ({ time, paths, done, seconds }) => html`<li key=${time + done}>
          <time datetime=${time}>${dateAndClock(time)}</time>
          <span class="paths">${paths.slice(0, 3).join(', ')}${paths.length > 3 && html` <span class="soft" title=${paths.slice(3).join('\n')}>and ${paths.length - 3} more</span>`}</span>
          <span class="done">${done}</span>
          <span class="number">${seconds === undefined ? '' : `${seconds.toFixed(1)} s`}</span>
        </li>`,
      )}
    </ol>`
    }`;
}
