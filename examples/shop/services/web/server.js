import { serve } from './packages/common/serve.js';
import { page } from './src/page.js';

const { API_URL, METRICS_URL } = process.env;

serve(8080, async ({ method, path, body }) => {
  if (path === '/health') return { healthy: true };
  if (method === 'POST' && path === '/orders') {
    const answer = await fetch(`${API_URL}/orders`, { method, body: await body() });
    return answer.json();
  }
  if (path !== '/') return undefined;
  const metrics = await fetch(`${METRICS_URL}/metrics`);
  return page((await metrics.text()).split(' ')[1].trim());
});
