// The HTML page of a report: template (Eta: `<%=` escapes, `<%~` does not), style and script.

/** Style of the page. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #3d444d); --soft: light-dark(#f6f8fa, #151b23); --faint: light-dark(#59636e, #9198a1);
  --bad: light-dark(#cf222e, #ff7b72); --warn: light-dark(#9a6700, #d29922); --good: light-dark(#1a7f37, #3fb950); }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
h1 { font-size: 1.25rem; } h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .5rem 0; } .faint { color: var(--faint); }
.tools { position: sticky; top: 0; background: Canvas; padding: .5rem 0; display: flex; flex-wrap: wrap; gap: .5rem; border-bottom: 1px solid var(--line); }
.tools input[type=search] { flex: 1 1 12rem; font: inherit; padding: .4rem .6rem; }
.tools label { border: 1px solid var(--line); border-radius: 2rem; padding: .3rem .7rem; white-space: nowrap; }
article { border: 1px solid var(--line); border-radius: .5rem; margin: .75rem 0; padding: .75rem; }
.badge { border: 1px solid currentColor; border-radius: 2rem; font-size: .8rem; padding: .05rem .5rem; }
.drift, .both, .observed { color: var(--warn); } .unreadable, .missing, .delete, .replace { color: var(--bad); } .create, .adopt { color: var(--good); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; } th, td { border-top: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; }
td { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
pre { background: var(--soft); overflow-x: auto; padding: .5rem; margin: .25rem 0; font-size: .875rem; }
@media (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  tr { display: block; border-top: 1px solid var(--line); padding: .35rem 0; } td { display: flex; gap: .5rem; border: 0; padding: .1rem 0; }
  td::before { content: attr(data-label); color: var(--faint); flex: 0 0 6.5rem; font-family: system-ui, sans-serif; }
}
`;

/** Script of the page: filter and search. */
export const script = `
const search = document.getElementById("search");
const boxes = [...document.querySelectorAll("input[data-filter]")];
const configs = [...document.querySelectorAll("article")];
const count = document.getElementById("count");
function apply() {
  const on = new Set(boxes.filter((b) => b.checked).map((b) => b.dataset.filter));
  const text = search.value.trim().toLowerCase();
  let shown = 0;
  for (const c of configs) {
    c.hidden = !(on.has(c.dataset.class) && c.dataset.search.includes(text));
    if (!c.hidden) shown++;
  }
  count.textContent = shown + " of " + configs.length + " shown";
}
for (const b of boxes) b.addEventListener("change", apply);
search.addEventListener("input", apply);
apply();
`;

/** Template of the page. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="<%~ it.policy %>">
<link rel="icon" href="data:,">
<title>careCycle transfer configs</title>
<style><%~ it.style %></style>
</head>
<body>
<h1><%= it.report.verdict %></h1>
<% for (const line of it.summary) { %><p class="faint"><%= line %></p>
<% } %>
<div class="tools">
<input id="search" type="search" placeholder="Search by name or id" aria-label="Search by name or id">
<% for (const c of it.classes) { %><label title="<%= c.words %>"><input type="checkbox" data-filter="<%= c.name %>" checked> <%= c.name %> <%= c.count %></label>
<% } %></div>
<p class="faint" id="count" aria-live="polite"></p>
<main>
<% for (const r of it.report.resources) { %><article data-class="<%= r.class %>" data-search="<%= it.searchable([r.name, r.configName, r.id]) %>">
<h2><span class="badge <%= r.class %>"><%= r.class %></span> <%= r.name %></h2>
<p class="faint"><%= it.details(r).join(" · ") %></p>
<% for (const note of r.notes) { %><p><%= note %></p>
<% } %><% for (const [title, leaves] of [["", r.leaves], ["Changed live, but not declared by the code:", r.observed]]) { if (leaves.length > 0) { %><% if (title) { %><p><%= title %></p>
<% } %><div class="scroll"><table>
<thead><tr><th>class</th><th>field</th><th>last applied</th><th>live</th><th>code</th></tr></thead>
<tbody>
<% for (const l of leaves) { %><tr><td data-label="class"><span class="<%= l.class %>"><%= l.class %></span><% if (l.note) { %> (<%= l.note %>)<% } %></td><td data-label="field"><%= l.path %></td><td data-label="last applied"><%= it.cellText(l.applied) %></td><td data-label="live"><%= it.cellText(l.live) %></td><td data-label="code"><%= it.cellText(l.code) %></td></tr>
<% } %></tbody>
</table></div>
<% } } %><% if (r.requests.length > 0) { %><details><summary><%= r.requests.length === 1 ? "Request" : r.requests.length + " requests" %></summary>
<% for (const q of r.requests) { %><pre><%= it.requestLine(q) %><% if (q.body) { %>

<%= it.json(q.body) %><% } %></pre>
<% } %></details>
<% } %></article>
<% } %></main>
<script><%~ it.script %></script>
</body>
</html>
`;
