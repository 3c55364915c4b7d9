import { instance } from '@viz-js/viz';
import type { Drawing, DrawnService } from './drawing.js';
import { escapedMarkup } from './markup.js';

/** How a picture looks in a light and in a dark page; the file brings it along. */
export const PICTURE_STYLE = `.picture{--line:#57606a;--ink:#1f2328;--box:#f6f8fa;color-scheme:light dark}
@media(prefers-color-scheme:dark){.picture{--line:#9198a1;--ink:#f0f6fc;--box:#151b23}}
.picture text{fill:var(--ink);font-family:ui-monospace,monospace}
.picture .node path{fill:var(--box);stroke:var(--line)}
.picture .edge path{stroke:var(--line)}
.picture .edge polygon{fill:var(--line);stroke:var(--line)}`;

/** Where a picture stands. */
export interface PicturePlace {
  /** Begins the ids of what is in it: no two of a page are the same. */
  readonly id: string;
  /** For who does not see it. */
  readonly title: string;
  /** Where a service's box leads. @default - nowhere */
  readonly link?: (service: string) => string;
}

/**
 * A drawing as an SVG element, drawn by Graphviz: the same bytes on every machine. Its letters are of one width, so that they
 * fit into their boxes whatever fonts the reader has.
 */
export async function svgElement(drawing: Drawing, { id, title, link }: PicturePlace): Promise<string> {
  const viz = await instance();
  const drawn = viz.renderString(
    {
      directed: true,
      graphAttributes: { rankdir: 'LR', bgcolor: 'transparent', nodesep: 0.2, ranksep: 0.5, id },
      nodeAttributes: {
        shape: 'box',
        style: 'rounded,filled',
        fontname: 'Courier',
        fontsize: 12,
        margin: '0.12,0.06',
      },
      edgeAttributes: { arrowsize: 0.7 },
      nodes: drawing.services.map((service) => ({
        name: service.name,
        attributes: {
          id: `${id}.${service.name}`,
          label: { html: labelOf(service) },
          ...(link ? { href: link(service.name), tooltip: service.name } : {}),
        },
      })),
      edges: drawing.waits.map(([tail, head]) => ({ tail, head })),
    },
    { format: 'svg' },
  );
  // points are a third larger than pixels, and Graphviz's remarks and titles are of no use. Where there is less room, it
  // shrinks as far as it can be read
  return drawn
    .slice(drawn.indexOf('<svg '))
    .replace(
      /<svg width="(\d+)pt" height="(\d+)pt"/,
      (_, width, height) =>
        `<svg class="picture" width="${width}" height="${height}" style="min-width:${Math.round(0.8 * Number(width))}px"`,
    )
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/<title>[^<]*<\/title>\n?/g, '')
    .replace('>', `>\n<title>${escapedMarkup(title)}</title>`)
    .trimEnd();
}

/** The same as a file. */
export async function svgFile(drawing: Drawing, place: PicturePlace): Promise<string> {
  const element = await svgElement(drawing, place);
  return element.replace('</title>', `</title>\n<style>${PICTURE_STYLE}</style>`);
}

function labelOf({ name, lines }: DrawnService): string {
  const line = (text: string) => `${text}<br align="left"/>`;
  return [line(`<b>${escapedMarkup(name)}</b>`), ...lines.map((text) => line(escapedMarkup(text)))].join('');
}
