import { createHash } from 'node:crypto';
import { MODES, type Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import { drawingOf } from './drawing.js';
import { escapedMarkup } from './markup.js';
import { PAGE_SCRIPT } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';
import { type PageContent, serviceSection } from './service-section.js';
import { PICTURE_STYLE, svgElement } from './svg.js';

/** The whole system in one file of HTML, which asks for nothing else: not even a browser lets it. */
export async function renderPage(content: PageContent): Promise<string> {
  const { title } = content.dev.conventions;
  const names = [...new Set(MODES.flatMap((mode) => content[mode].services.map(({ name }) => name)))].sort();
  const pictures = await Promise.all(MODES.map((mode) => figure(content[mode], mode)));
  const hash = createHash('sha256').update(PAGE_SCRIPT).digest('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapedMarkup(title)}: dev and prod</title>
<link rel="icon" href="data:,">
<style>
${PICTURE_STYLE}
${PAGE_STYLE}
</style>
</head>
<body>
<header>
<h1>${escapedMarkup(title)}</h1>
<form role="search">
<label for="page.search">Search</label>
<input id="page.search" type="search" autocomplete="off" spellcheck="false" aria-describedby="page.found">
<output id="page.found" for="page.search">${names.length} services</output>
</form>
</header>
<main>
<a class="skip" href="#page.services">Skip the pictures</a>
<section class="pictures" aria-label="Pictures">
${pictures.join('\n')}
</section>
<p class="legend">An arrow means “waits for”; what is waited for through another service has no arrow of its own.
<b>port</b> 8000→3000: the host’s and the container’s. <b>live</b>: mounted over the image, an edit takes effect without a build.
<b>data</b>: a volume, which stays when its container goes.</p>
<h2 id="page.services" tabindex="-1">Services</h2>
${names.map((name) => serviceSection(name, content)).join('\n')}
<p id="page.nothing" hidden>Nothing has all of these words.</p>
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>`;
}

/** Like every id of the page's own it has a dot, for any name may be a service's. */
function pictureId(mode: Mode): string {
  return `page.${mode}`;
}

async function figure(system: SystemSpec, mode: Mode): Promise<string> {
  const title = `${mode}: what waits for what`;
  const picture = await svgElement(drawingOf(system), {
    id: pictureId(mode),
    title,
    link: (name) => `#${encodeURIComponent(name)}`,
  });
  return `<figure>
<figcaption><h2>${mode}</h2></figcaption>
<div class="scroll" role="region" tabindex="0" aria-label="Picture of ${mode}">
${picture.replace('<svg ', '<svg role="group" ')}
</div>
</figure>`;
}
