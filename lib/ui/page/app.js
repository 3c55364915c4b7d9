/** The page: what is shown, by what stands after # in its address. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { AskFirst } from './ask-first.js';
import { Changes } from './changes.js';
import { Edits } from './edits.js';
import { Graph } from './graph.js';
import { html } from './html.js';
import { Logs } from './logs.js';
import { useKnown } from './server.js';
import { Service } from './service.js';
import { Services } from './services.js';
import { counted, mood } from './words.js';
import { WorkPanel } from './work-panel.js';

const VIEWS = /** @type {const} */ ([
  ['', 'Services'],
  ['logs', 'Logs'],
  ['edits', 'Edits'],
  ['graph', 'Graph'],
  ['changes', 'Changes'],
]);

function App() {
  const known = useKnown();
  const place = usePlace();
  const [wish, setWish] = useState(/** @type {import('./types.js').Wish | undefined} */ (undefined));
  const { system, problem, works } = known;
  const [view = '', name = ''] = place.split('/');
  const isBusy = works.some(({ state }) => state === 'running');
  useTitle(system, view, name);
  return html`
    <a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
    <${Head} known=${known} view=${view} />
    <main id="main" tabindex="-1">
      ${problem && html`<p class="problem" role="alert">${problem}</p>`}
      ${system?.refused && html`<p class="problem">The next start is refused: ${system.refused}</p>`}
      ${system?.isOutdated && html`<p class="problem">The description has changed since this page was started, and is shown as it was then. End it and start it again: <code>${system.program} ui</code></p>`}
      ${system && html`<${View} view=${view} name=${name} known=${known} wish=${setWish} isBusy=${isBusy} />`}
      ${!system && !problem && html`<p class="hint">Looking at what runs …</p>`}
    </main>
    <${WorkPanel} works=${works} />
    ${wish && system && html`<${AskFirst} wish=${wish} system=${system} over=${() => setWish(undefined)} />`}
  `;
}

/** @param {{ view: string, name: string, known: any, wish: any, isBusy: boolean }} props */
function View({ view, name, known, wish, isBusy }) {
  const { system } = known;
  const rows = system.status.modes.flatMap((/** @type {any} */ mode) => mode.services);
  if (view === 'service') {
    const service = system.services.find((/** @type {any} */ each) => each.service === name);
    if (service)
      return html`<${Service} key=${name} service=${service} known=${known} wish=${wish} isBusy=${isBusy} />`;
  }
  if (view === 'logs') return html`<${Logs} services=${rows.map((/** @type {any} */ row) => row.service)} />`;
  if (view === 'edits') return html`<${Edits} edits=${known.edits} system=${system} />`;
  if (view === 'graph') return html`<${Graph} rows=${rows} mode=${system.mode} />`;
  if (view === 'changes') return html`<${Changes} system=${system} />`;
  return html`<${Services} known=${known} wish=${wish} isBusy=${isBusy} />`;
}

/** @param {{ known: import('./types.js').Known, view: string }} props */
function Head({ known: { system, isConnected }, view }) {
  const modes = system?.status.modes ?? [];
  const rows = modes.flatMap(({ services }) => services);
  const wrong = rows.filter((row) => mood(row) === 'wrong').length;
  const engines = [...new Set(rows.flatMap(({ engine }) => engine ?? []))].join(' and ');
  const says = rows.length === 0 ? 'nothing runs' : wrong === 0 ? 'all is right' : `${wrong} not right`;
  return html`<header>
    <h1>${system?.title ?? '…'}</h1>
    ${modes.map(({ mode }) => html`<span class="mode">${mode} by ${engines}</span>`)}
    <p class="sum ${wrong > 0 ? 'wrong' : ''}" role="status">
      ${system && `${counted(rows.length, 'service')}, ${says}`}${!isConnected && html` <b class="lost">not connected</b>`}
    </p>
    <nav aria-label="Views">
      ${VIEWS.map(
        ([id, title]) =>
          html`<a href=${`#${id}`} aria-current=${view === id || (view === 'service' && id === '') ? 'page' : undefined}>${title}</a>`,
      )}
    </nav>
  </header>`;
}

/** @returns {string} what stands after #, decoded */
function usePlace() {
  const read = () => decodeURIComponent(location.hash.slice(1));
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const moved = () => {
      setPlace(read());
      // who goes on by keyboard begins at the new content
      requestAnimationFrame(() => document.querySelector('main')?.focus({ preventScroll: true }));
      scrollTo(0, 0);
    };
    addEventListener('hashchange', moved);
    addEventListener('keydown', toSearch);
    return () => {
      removeEventListener('hashchange', moved);
      removeEventListener('keydown', toSearch);
    };
  }, []);
  return place;
}

/** `/` goes to the search of what is shown. @param {KeyboardEvent} event */
function toSearch(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key !== '/' || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
    return;
  const search = /** @type {HTMLElement | null} */ (document.querySelector('main input[type=search]'));
  if (!search) return;
  event.preventDefault();
  search.focus();
}

/** What stands after # is a view here. @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.querySelector('main')?.focus();
}

/** @param {import('./types.js').SystemView | undefined} system @param {string} view @param {string} name */
function useTitle(system, view, name) {
  useEffect(() => {
    const what = view === 'service' ? name : (VIEWS.find(([id]) => id === view)?.[1] ?? 'Services');
    document.title = system ? `${what} – ${system.title}` : what;
  });
}

const root = document.getElementById('page');
if (root) render(html`<${App} />`, root);
