import type { Mode } from '../../lib/model/mode.js';
import type { PageContent } from '../../lib/picture/service-section.js';
import { bind, built, serviceSpec, systemSpec, volume } from '../spec.js';

const name = (i: number) => `${['orders', 'billing', 'search', 'mail', 'stock'][i % 5]}-${i}`;

/** Ten services with data, and others that wait for some of those before them. */
function system<M extends Mode>(mode: M, count: number) {
  const live = (i: number) =>
    mode === 'dev' ? [bind(`${name(i)}/src`, '/app/src'), bind('shared', '/app/shared')] : [];
  return systemSpec(
    mode,
    [...Array(count).keys()].map((i) =>
      serviceSpec(mode, {
        ...{ name: name(i), image: built(name(i)) },
        dependsOn: i < 10 ? [] : [name(i - 10), ...(i % 3 === 0 ? [name(Math.floor(i / 2))] : [])],
        mounts: i < 10 ? [volume(`acme-data_${i}-${mode}`)] : live(i),
      } as object),
    ),
  );
}

const files = (service: string) =>
  [...Array(10).keys()].map((i) => ({
    ...({ path: `${service}/src/file-${i}.py`, class: i % 5 === 0 ? 'baked' : 'live' } as const),
    why: 'mounted at /app/src',
  }));

/** What the page shows of so many services. */
export function pageOf(count: number): PageContent {
  const [dev, prod] = [system('dev', count), system('prod', count)];
  return { dev, prod, files: new Map(dev.services.map((each) => [each.name, files(each.name)])) };
}
