/** What the page does: it searches. Without it, all of the page is there. */
export const PAGE_SCRIPT = `
const box = document.getElementById('page.search');
const found = document.getElementById('page.found');
const articles = [...document.querySelectorAll('article')];
const texts = new Map(articles.map((each) => [each, each.textContent.toLowerCase()]));
const boxes = (article) => ['dev', 'prod'].flatMap((mode) => document.getElementById('page.' + mode + '.' + article.id) ?? []);
function search() {
  const words = box.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  const has = (text) => words.every((word) => text.includes(word));
  let shown = 0;
  for (const article of articles) {
    const is = has(texts.get(article));
    article.hidden = !is;
    shown += is;
    for (const each of boxes(article)) each.classList.toggle('faint', !is);
    // of a service that is looked for itself, all files would be hits
    showFiles(article, is && words.length > 0 && !has(article.id.toLowerCase()) ? has : () => false);
  }
  document.querySelector('.pictures').classList.toggle('searched', words.length > 0);
  found.textContent = (words.length > 0 ? shown + ' of ' : '') + articles.length + ' services';
  document.getElementById('page.nothing').hidden = shown > 0;
  const first = articles.find((each) => !each.hidden);
  if (words.length > 0 && first) for (const each of boxes(first)) centre(each);
}
/** Unfolds the files that are looked for, and those alone. */
function showFiles(article, has) {
  const list = article.querySelector('details');
  if (!list) return;
  const items = [...list.querySelectorAll('li')];
  const hits = items.filter((each) => has(each.textContent.toLowerCase()));
  list.open = hits.length > 0;
  for (const each of items) each.hidden = hits.length > 0 && !hits.includes(each);
  for (const each of list.querySelectorAll('h4')) each.hidden = ![...each.nextElementSibling.children].some((item) => !item.hidden);
}
/** Brings a box to the middle of its picture, and moves nothing else. */
function centre(each) {
  const frame = each.closest('.scroll');
  const [outer, inner] = [frame.getBoundingClientRect(), each.getBoundingClientRect()];
  frame.scrollBy(inner.x + inner.width / 2 - outer.x - outer.width / 2, inner.y + inner.height / 2 - outer.y - outer.height / 2);
}
box.addEventListener('input', search);
box.form.addEventListener('submit', (event) => {
  event.preventDefault();
  const first = articles.find((each) => !each.hidden);
  if (!first) return;
  first.scrollIntoView();
  first.querySelector('h3').focus({ preventScroll: true });
});
addEventListener('hashchange', () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.hidden) {
    box.value = '';
    search();
    target.scrollIntoView();
  }
  target.querySelector('h3')?.focus({ preventScroll: true });
});
`;
