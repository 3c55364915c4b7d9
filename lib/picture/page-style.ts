/**
 * How the page looks: in one column on a phone, in two where there is room, light or dark as the reader's machine is. The pictures
 * stand beside each other where both can be read.
 */
export const PAGE_STYLE = `:root{color-scheme:light dark;--ink:#1f2328;--soft:#57606a;--edge:#d1d9e0;--ground:#fff;--mark:#0969da}
@media(prefers-color-scheme:dark){:root{--ink:#f0f6fc;--soft:#9198a1;--edge:#3d444d;--ground:#0d1117;--mark:#4493f8}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:5.5rem}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.5rem;padding:.5rem 1rem;background:var(--ground);border-bottom:1px solid var(--edge)}
h1{margin:0;font-size:1.25rem}
h2{font-size:1.25rem;margin:1.5rem 0 .5rem}
h3{font-size:1.1rem;margin:0 0 .25rem}
h4{font-size:.95rem;margin:0;color:var(--soft)}
form{display:flex;flex:1;flex-wrap:wrap;align-items:center;gap:.5rem}
input{flex:1;min-width:8rem;max-width:30rem;padding:.4rem .6rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--soft);border-radius:6px}
output,.legend,small{color:var(--soft)}
main{padding:0 1rem 3rem;max-width:110rem;margin:auto}
a{color:var(--mark)}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
.pictures{display:flex;flex-wrap:wrap;gap:0 1rem}
.modes{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}
figure{flex:1 1 min-content;min-width:0;max-width:100%;margin:0}
figcaption h2{margin:1rem 0 .25rem}
.scroll{overflow:auto;max-height:45vh;border:1px solid var(--edge);border-radius:6px;padding:.5rem}
.scroll svg{display:block;max-width:100%;height:auto}
.picture a:focus-visible{outline:none}
.picture a:hover path,.picture a:focus-visible path{stroke:var(--mark);stroke-width:3}
.faint{opacity:.25}
.searched .edge{opacity:.25}
article{padding:1rem 0;border-top:1px solid var(--edge)}
dl{display:grid;grid-template-columns:5rem minmax(0,1fr);gap:0 .5rem;margin:0}
dt{grid-column:1;color:var(--soft)}
dd{grid-column:2;margin:0}
details{margin-top:.5rem}
summary{cursor:pointer;width:fit-content}
details h4{margin-top:.5rem}
ul{margin:0;padding-left:1.25rem}
@media(min-width:60rem){.scroll{max-height:75vh}.modes{grid-template-columns:repeat(2,minmax(0,1fr))}}`;
