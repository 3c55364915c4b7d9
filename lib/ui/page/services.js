/** All services, a line each. */
import { useEffect, useState } from 'preact/hooks';
import { html } from './html.js';
import { counted, has, health, mood, size, stateText, upFor } from './words.js';

const HEADS = ['Service', 'State', 'Up', 'CPU', 'Memory', 'Ports', 'Files', 'Image', ''];

/** @param {{ known: import('./types.js').Known, wish: (wish: import('./types.js').Wish) => void, isBusy: boolean }} props */
export function Services({ known: { system, usage }, wish, isBusy }) {
  const [looked, setLooked] = useState('');
  const [onlyWrong, setOnlyWrong] = useState(false);
  const now = useNow();
  const modes = system?.status.modes ?? [];
  const rows = modes.flatMap(({ services }) => services);
  const shown = rows
    .filter((row) => has(`${row.service} ${stateText(row)} ${row.files ?? ''} ${row.image ?? ''}`, looked))
    .filter((row) => !onlyWrong || mood(row) !== 'well');
  if (rows.length === 0)
    return html`<h2>Services</h2>
      <p class="hint">Nothing runs. To start it: <code>${system?.start}</code></p>`;
  return html`<div class="tools">
      <h2>Services</h2>
      <label class="search">
        <span>Search</span>
        <input type="search" value=${looked} onInput=${(/** @type {any} */ event) => setLooked(event.target.value)} />
      </label>
      <label class="check">
        <input type="checkbox" checked=${onlyWrong} onChange=${(/** @type {any} */ event) => setOnlyWrong(event.target.checked)} />
        only what is not right
      </label>
      <output>${shown.length === rows.length ? '' : `${shown.length} of `}${counted(rows.length, 'service')}</output>
    </div>
    <table class="services" role="table">
      <thead role="rowgroup">
        <tr role="row">
          ${HEADS.map((head) => html`<th role="columnheader" scope="col">${head || html`<span class="unseen">What can be done</span>`}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${shown.map((row) => html`<${Row} key=${row.service} row=${row} usage=${usage.get(row.service)} now=${now} wish=${wish} isBusy=${isBusy} />`)}
      </tbody>
    </table>
    ${shown.length === 0 && html`<p class="hint">No service is like that.</p>`}
    <${Rest} modes=${modes} />`;
}

/** @param {{ row: import('./types.js').StatusRow, usage?: import('./types.js').Usage, now: number, wish: any, isBusy: boolean }} props */
function Row({ row, usage, now, wish, isBusy }) {
  const { service, since, files = '', image = '', changed } = row;
  return html`<tr role="row" class=${mood(row)}>
    <th role="rowheader" scope="row"><a href=${`#service/${encodeURIComponent(service)}`}>${service}</a></th>
    <td role="cell"><span class="state ${health(row)}">${stateText(row)}</span></td>
    <td role="cell" data-head="Up">${since && html`<time datetime=${since} title=${new Date(since).toLocaleString('en-GB')}>${upFor(since, now)}</time>`}</td>
    <td role="cell" data-head="CPU" class="number">${usage?.cpu}</td>
    <td role="cell" data-head="Memory" class="number">${usage && html`<${Memory} usage=${usage} />`}</td>
    <td role="cell" data-head="Ports">${row.addresses.map((address) => html`<${Address} address=${address} />`)}</td>
    <td role="cell" data-head="Files" class=${/^(baked|mounted)$/.test(files) ? 'soft' : 'due'}>${files}</td>
    <td role="cell" data-head="Image" class=${image === 'current' ? 'soft' : 'due'}>${image}${changed && html` <span class="due">changed by hand</span>`}</td>
    <td role="cell" class="act">
      ${since && html`<button disabled=${isBusy} aria-label=${`Restart ${service} …`} onClick=${() => wish({ kind: 'restart', services: [service] })}>Restart …</button>`}
    </td>
  </tr>`;
}

/** @param {{ usage: import('./types.js').Usage, isWhole?: boolean }} props */
export function Memory({ usage, isWhole = false }) {
  const [used] = usage.memory.split(' / ');
  return html`<span title=${`${usage.memory}, ${usage.memoryShare}`}>${isWhole ? usage.memory : used}</span>
    <meter min="0" max="100" high="80" value=${Number.parseFloat(usage.memoryShare)} aria-label=${`${usage.memoryShare} of its limit`}></meter>`;
}

/** @param {{ address: string }} props */
export function Address({ address }) {
  const text = address.replace(/^.*:/, '');
  // what is no page is no link
  return /^https?:/.test(address)
    ? html`<a href=${address} target="_blank" rel="noreferrer">${text}</a> `
    : html`<span title=${address}>${text}</span> `;
}

/** @param {{ modes: import('./types.js').StatusMode[] }} props */
function Rest({ modes }) {
  const volumes = modes.flatMap((mode) => mode.volumes);
  const leftOut = modes.flatMap((mode) => mode.leftOut);
  return html`
    ${
      volumes.length > 0 &&
      html`<h3>Data volumes</h3>
      <ul class="plain">
        ${volumes.map((volume) => html`<li>${volume.name} <span class="soft">${size(volume.size)}</span></li>`)}
      </ul>`
    }
    ${
      leftOut.length > 0 &&
      html`<h3>Left out</h3>
      <ul class="plain">
        ${leftOut.map(({ service, because }) => html`<li>${service} <span class="soft">${because}</span></li>`)}
      </ul>`
    }
  `;
}

/** @returns {number} the time, every second */
export function useNow() {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
