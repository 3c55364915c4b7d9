/** What services have written, and what they write. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { listen } from './server.js';
import { clock, counted, has } from './words.js';

/** More services than these are not read until somebody chooses. */
const MANY = 20;
/** Lines that are kept, and that are shown. */
const KEPT = 5000;
const SHOWN = 1000;
/** Colours in the style. */
const COLOURS = 8;

/** @param {{ services: string[] }} props */
export function Logs({ services }) {
  const [chosen, setChosen] = useState(services.length > MANY ? services.slice(0, 1) : services);
  const [looked, setLooked] = useState('');
  /** @param {string} service @param {boolean} is */
  const choose = (service, is) =>
    setChosen(is ? [...chosen, service] : chosen.filter((each) => each !== service));
  return html`<div class="tools">
      <h2>Logs</h2>
      <label class="search">
        <span>Search</span>
        <input type="search" value=${looked} onInput=${(/** @type {any} */ event) => setLooked(event.target.value)} />
      </label>
      <details class="choice">
        <summary>${chosen.length === services.length ? 'all' : chosen.length} of ${counted(services.length, 'service')}</summary>
        <fieldset>
          <legend class="unseen">Services whose log is shown</legend>
          <button onClick=${() => setChosen(services)}>all</button>
          <button onClick=${() => setChosen([])}>none</button>
          ${services.map(
            (service) => html`<label class="check">
              <input type="checkbox" checked=${chosen.includes(service)} onChange=${(/** @type {any} */ event) => choose(service, event.target.checked)} />
              ${service}
            </label>`,
          )}
        </fieldset>
      </details>
    </div>
    <${LogLines} services=${chosen} looked=${looked} colours=${services} />`;
}

/** @param {{ services: string[], looked: string, colours?: string[] }} props */
export function LogLines({ services, looked, colours }) {
  const { lines, dropped } = useLines(services);
  const [isFollowed, setFollowed] = useState(true);
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const found =
    looked === '' ? lines : lines.filter(({ service, text }) => has(`${service} ${text}`, looked));
  const shown = found.slice(-SHOWN);
  useLayoutEffect(() => {
    const { current } = frame;
    if (current && isFollowed) current.scrollTop = current.scrollHeight;
  });
  /** @param {any} event */
  const scrolled = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
    setFollowed(scrollHeight - scrollTop - clientHeight < 30);
  return html`<div class="logs ${colours ? '' : 'short'}">
    <div class="lines" ref=${frame} tabindex="0" role="region" aria-label="Log lines" onScroll=${scrolled}>
      ${shown.map((line) => html`<${Line} key=${line.key} line=${line} colour=${colours ? colours.indexOf(line.service) % COLOURS : undefined} looked=${looked} />`)}
      ${services.length === 0 && html`<p class="hint">No service is chosen.</p>`}
      ${services.length > 0 && shown.length === 0 && html`<p class="hint">${looked === '' ? 'Nothing is written yet.' : 'No line has these words.'}</p>`}
    </div>
    <p class="foot">
      <label class="check">
        <input type="checkbox" checked=${isFollowed} onChange=${(/** @type {any} */ event) => setFollowed(event.target.checked)} />
        follow
      </label>
      <span class="soft">
        ${looked === '' ? '' : `${found.length} of `}${counted(lines.length, 'line')}${found.length > SHOWN ? `, the last ${SHOWN} are shown` : ''}${dropped > 0 ? `; ${dropped} came too fast to be shown` : ''}
      </span>
    </p>
  </div>`;
}

/** @param {{ line: import('./types.js').LogLine, colour?: number, looked: string }} props */
function Line({ line: { time, service, text }, colour, looked }) {
  return html`<div class="line">
    <time datetime=${time}>${clock(time)}</time>
    ${colour !== undefined && html`<span class="who c${colour}">${service}</span>`}
    <span class="text">${looked === '' ? text : marked(text, looked)}</span>
  </div>`;
}

/** @param {string} text @param {string} looked */
function marked(text, looked) {
  const words = looked.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return text;
  const any = new RegExp(
    `(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'i',
  );
  return text.split(any).map((part, i) => (i % 2 === 1 ? html`<mark>${part}</mark>` : part));
}

/** What a terminal makes colours of. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is how they begin
const COLOUR_CODES = /\u001b\[[\d;]*[A-Za-z]/g;

/** @param {string[]} services */
function useLines(services) {
  const [known, setKnown] = useState(
    /** @type {{ lines: (import('./types.js').LogLine & { key: number })[], dropped: number }} */ ({
      lines: [],
      dropped: 0,
    }),
  );
  const key = useRef(0);
  const wanted = services.join('\n');
  useEffect(() => {
    setKnown({ lines: [], dropped: 0 });
    if (wanted === '') return undefined;
    const query = wanted.split('\n').map((service) => `service=${encodeURIComponent(service)}`);
    return listen(
      `./stream/logs?${query.join('&')}`,
      {
        items: ({ items, dropped }) =>
          setKnown((before) => ({
            lines: merged(
              before.lines,
              items.map((/** @type {import('./types.js').LogLine} */ line) => {
                key.current += 1;
                return { ...line, text: line.text.replace(COLOUR_CODES, ''), key: key.current };
              }),
            ),
            dropped: before.dropped + dropped,
          })),
      },
      // what was shown before comes again
      (isConnected) => isConnected && setKnown({ lines: [], dropped: 0 }),
    );
  }, [wanted]);
  return known;
}

/**
 * By time: logs of several services do not come equally fast.
 * @template {import('./types.js').LogLine} T
 * @param {T[]} lines @param {T[]} fresh
 */
function merged(lines, fresh) {
  const all = [...lines, ...fresh];
  const [last] = lines.slice(-1);
  if (last && fresh.some(({ time }) => time < last.time))
    all.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return all.slice(-KEPT);
}
