/** One service: all that is known of it, its log, its files. */
import { useState } from 'preact/hooks';
import { html } from './html.js';
import { LogLines } from './logs.js';
import { useAnswer } from './server.js';
import { Address, Memory, useNow } from './services.js';
import { counted, dateAndClock, has, health, stateText, upFor } from './words.js';

/** @param {{ service: import('./types.js').ServiceView, known: import('./types.js').Known, wish: any, isBusy: boolean }} props */
export function Service({ service, known: { system, usage }, wish, isBusy }) {
  const name = service.service;
  const row = system?.status.modes.flatMap(({ services }) => services).find((each) => each.service === name);
  const now = useNow();
  const its = usage.get(name);
  return html`<div class="tools">
      <h2>${name}</h2>
      ${row && html`<span class="state ${health(row)}">${stateText(row)}</span>`}
      ${row?.since && html`<button disabled=${isBusy} onClick=${() => wish({ kind: 'restart', services: [name] })}>Restart …</button>`}
      ${row && !service.isJob && service.isBuilt && html`<button disabled=${isBusy} onClick=${() => wish({ kind: 'rebuild', services: [name] })}>Rebuild …</button>`}
    </div>
    <dl>
      <${Fact} word="up since">${row?.since && `${dateAndClock(row.since)}, ${upFor(row.since, now)}`}<//>
      <${Fact} word="CPU">${its?.cpu}<//>
      <${Fact} word="memory">${its && html`<${Memory} usage=${its} isWhole />`}<//>
      <${Fact} word="reached at">
        ${row?.addresses.length ? row.addresses.map((address) => html`<span title=${address}>${address.replace(/:\d+$/, ':')}<${Address} address=${address} /></span>`) : undefined}
      <//>
      <${Fact} word="built from">${row?.from}<//>
      <${Fact} word="image">${row?.image}<//>
      <${Fact} word="files">${row?.files}<//>
      <${Fact} word="live">${service.live.join(', ')}<//>
      <${Fact} word="waits for">${links(service.needs)}<//>
      <${Fact} word="needed by">${links(service.neededBy)}<//>
      <${Fact} word="changed">${row?.changed?.join('; ')}<//>
    </dl>
    ${row?.since && html`<h3>Log</h3><${LogLines} services=${[name]} looked="" />`}
    <${Files} service=${name} />`;
}

/** @param {{ word: string, children?: any }} props */
function Fact({ word, children }) {
  const parts = [children].flat().filter((each) => each !== undefined && each !== '' && each !== false);
  return parts.length === 0 ? null : html`<dt>${word}</dt><dd>${parts}</dd>`;
}

/** @param {string[]} services */
function links(services) {
  if (services.length === 0) return undefined;
  return services.map(
    (name, i) => html`${i > 0 && ', '}<a href=${`#service/${encodeURIComponent(name)}`}>${name}</a>`,
  );
}

const CLASSES = ['live', 'baked', 'ignored', undefined];

/** @param {{ service: string }} props */
function Files({ service }) {
  const [looked, setLooked] = useState('');
  const { value = [], problem, isAsking } = useAnswer(`./files/${encodeURIComponent(service)}`, 'json');
  const files = /** @type {{ path: string, class?: string, why: string }[]} */ (value);
  if (problem) return html`<h3>Files</h3><p class="problem">${problem}</p>`;
  if (isAsking) return html`<h3>Files</h3><p class="hint">Reading the source tree …</p>`;
  if (files.length === 0) return null;
  const found = files.filter(({ path, why }) => has(`${path} ${why}`, looked));
  const groups = CLASSES.map((word) => ({
    word: word ?? 'in no image',
    files: found.filter((each) => each.class === word),
  }));
  return html`<div class="tools">
      <h3>Files</h3>
      <label class="search">
        <span>Search</span>
        <input type="search" value=${looked} onInput=${(/** @type {any} */ event) => setLooked(event.target.value)} />
      </label>
      <output>${found.length === files.length ? '' : `${found.length} of `}${counted(files.length, 'file')}</output>
    </div>
    ${groups
      .filter((group) => group.files.length > 0)
      .map(
        ({ word, files: each }) => html`<details open=${looked !== ''}>
          <summary>${each.length} ${word}</summary>
          <ul class="plain">
            ${each.map(({ path, why }) => html`<li>${path} <span class="soft">${why}</span></li>`)}
          </ul>
        </details>`,
      )}`;
}
