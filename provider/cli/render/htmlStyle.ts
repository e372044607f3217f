// The style of the HTML page. Colours stand at the top, light and dark side by side: a test computes their contrast.

/** Style of the page. */
export const style = `
:root { color-scheme: light dark;
  --page: light-dark(#ffffff, #0d1117); --card: light-dark(#ffffff, #151b23); --soft: light-dark(#f6f8fa, #1c232c);
  --text: light-dark(#1f2328, #e6edf3); --faint: light-dark(#59636e, #9ba6b2); --line: light-dark(#d1d9e0, #3d444d);
  --bad: light-dark(#a40e26, #ff9d96); --bad-soft: light-dark(#ffebe9, #3f1a1c);
  --warn: light-dark(#744c00, #f0b94a); --warn-soft: light-dark(#fff3cd, #352a10);
  --good: light-dark(#0f5f2a, #6fdd8b); --good-soft: light-dark(#dcf7e3, #12331d);
  --calm: light-dark(#0a53a8, #8cc4ff); --calm-soft: light-dark(#e1f0ff, #13304f); }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; background: var(--page); color: var(--text); margin: 0 auto; max-width: 84rem; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.0625rem; line-height: 1.6; margin: 0; overflow-wrap: break-word; }
p, ul { margin: .4rem 0; } .faint, dt { color: var(--faint); } .small { font-size: .8125rem; }
code, td, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
dl, dd { margin: 0; }
.meta { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; } .meta div { display: flex; gap: .4rem; } .meta dd { font-weight: 600; overflow-wrap: break-word; min-width: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.tiles div { background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.tiles dt { font-size: .8125rem; line-height: 1.3; } .tiles dd { font-size: 1.5rem; font-weight: 600; line-height: 1.3; }
.tiles .bad { background: var(--bad-soft); } .tiles .bad dt, .tiles .bad dd { color: var(--bad); }
.tools { position: sticky; top: 0; z-index: 1; background: var(--page); padding: .6rem 0; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; border-bottom: 1px solid var(--line); }
.tools input[type=search] { flex: 1 1 14rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--faint); border-radius: .4rem; padding: .4rem .6rem; min-width: 0; }
.tools label { display: inline-flex; align-items: center; gap: .35rem; border: 1px solid var(--line); border-radius: 2rem; padding: .25rem .7rem; white-space: nowrap; font-size: .875rem; }
details { margin: .5rem 0; } summary { cursor: pointer; }
.legend dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem .75rem; margin: .5rem 0; align-items: baseline; } .legend dd { min-width: 0; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .75rem 1rem 1rem; }
article.critical { box-shadow: inset .3rem 0 var(--bad); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 2rem; font: 600 .75rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; padding: 0 .55rem; vertical-align: .1em; white-space: nowrap; }
.badge.bad { color: var(--bad); background: var(--bad-soft); } .badge.warn { color: var(--warn); background: var(--warn-soft); }
.badge.good { color: var(--good); background: var(--good-soft); } .badge.calm { color: var(--calm); background: var(--calm-soft); }
.warnings { list-style: none; padding: 0; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: .6rem 0; }
th, td { border-top: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
th { background: var(--soft); color: var(--faint); font-size: .8125rem; font-weight: 600; }
td { font-size: .875rem; overflow-wrap: break-word; white-space: pre-wrap; } td:first-child { font-family: inherit; white-space: normal; }
col.class { width: 9rem; } col.field { width: 15rem; }
.remark { font: .8125rem/1.4 system-ui, -apple-system, "Segoe UI", sans-serif; color: var(--faint); white-space: normal; display: block; }
.none { color: var(--faint); }
mark { border-radius: .2rem; padding: 0 .1rem; text-decoration: underline; text-underline-offset: .2em; }
mark.old { background: var(--bad-soft); color: var(--bad); text-decoration-style: dotted; } mark.new { background: var(--good-soft); color: var(--good); font-weight: 600; }
pre { background: var(--soft); border-radius: .4rem; padding: .6rem .75rem; margin: .5rem 0; font-size: .8125rem; white-space: pre-wrap; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--calm); outline-offset: 2px; }
@media (max-width: 60rem) {
  table, tbody { display: block; } colgroup { display: none; }
  thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .1rem .75rem; border-top: 1px solid var(--line); padding: .5rem 0; }
  td { border: 0; padding: .1rem 0; } td:first-child { grid-column: 1 / -1; } td.field { grid-column: 1 / -1; font-weight: 600; }
  td[data-label]::before { content: attr(data-label); display: block; color: var(--faint); font: .75rem/1.5 system-ui, sans-serif; }
}
@media (max-width: 40rem) {
  body { padding: 1rem .75rem 2rem; } article { padding: .6rem .75rem .75rem; } .tools { position: static; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem; } .legend dl { grid-template-columns: minmax(0, 1fr); } .legend dd { margin-bottom: .4rem; }
  tr { grid-template-columns: repeat(2, minmax(0, 1fr)); } td { font-size: .8125rem; } td.applied { grid-column: 1 / -1; }
}
@media print { .tools, #count { display: none; } article { break-inside: avoid; } }
`;
