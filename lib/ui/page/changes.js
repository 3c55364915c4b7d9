/** What a start would do to what runs. */
import { useState } from 'preact/hooks';
import { html } from './html.js';
import { useAnswer } from './server.js';

/** @param {{ system: import('./types.js').SystemView }} props */
export function Changes({ system }) {
  const [count, setCount] = useState(0);
  const { value, problem, isAsking } = useAnswer('./difference', 'json', count);
  return html`<div class="tools">
      <h2>What a start would change</h2>
      <button disabled=${isAsking} onClick=${() => setCount(count + 1)}>${isAsking ? 'Comparing …' : 'Compare again'}</button>
    </div>
    ${problem && html`<p class="problem">${problem}</p>`}
    ${
      value &&
      html`<p><b>${value.verdict}</b></p>
      ${value.remarks.map((/** @type {string} */ remark) => html`<p class="hint">${remark} To start: <code>${system.start}</code></p>`)}
      ${
        value.stakes.length > 0 &&
        html`<ul class="stakes">
        ${value.stakes.map((/** @type {any} */ stake) => html`<li><b>${stake.kind}: ${stake.service}</b>: ${stake.text}</li>`)}
      </ul>`
      }
      ${value.services.map(
        (/** @type {any} */ { service, effect, lines }) => html`<section class="change">
          <h3>${service} <span class="mode">${effect}</span></h3>
          <ul class="plain">
            ${lines.map((/** @type {string} */ line) => html`<li><code>${line}</code></li>`)}
          </ul>
        </section>`,
      )}`
    }`;
}
