/** What is being done, line by line, and what came of it. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';

/** @param {{ works: import('./types.js').Work[] }} props */
export function WorkPanel({ works }) {
  const [seen, setSeen] = useState(0);
  const lines = useRef(/** @type {HTMLPreElement | null} */ (null));
  const [work] = works.slice(-1);
  useLayoutEffect(() => {
    if (lines.current) lines.current.scrollTop = lines.current.scrollHeight;
  });
  if (!work || work.id === seen) return null;
  const { id, kind, services, state, seconds } = work;
  const names = services.join(', ');
  const says =
    state === 'running'
      ? `${kind === 'restart' ? 'Restarting' : 'Rebuilding'} ${names} …`
      : `${kind === 'restart' ? 'Restart' : 'Rebuild'} of ${names} ${state} after ${seconds?.toFixed(1)} s`;
  return html`<aside class="work ${state}" aria-label="What is being done">
    <div class="tools">
      <p role="status">${says}</p>
      ${state !== 'running' && html`<button onClick=${() => setSeen(id)}>Close</button>`}
    </div>
    ${work.lines.length > 0 && html`<pre ref=${lines} tabindex="0" role="region" aria-label="Its progress">${work.lines.join('\n')}</pre>`}
  </aside>`;
}
