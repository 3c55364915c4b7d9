import { SHARED } from '../packages/common/version.js';

export const REVISION = '1';

export const page = (orders) => `<!doctype html>
<title>Shop</title>
<h1>Shop</h1>
<p>${orders} orders so far.</p>
<button onclick="fetch('/orders', { method: 'POST', body: JSON.stringify({ item: 'tea', quantity: 3 }) }).then(() => location.reload())">
  Order tea
</button>
<footer>revision ${REVISION}, shared ${SHARED}</footer>
`;
