// The HTML page of a report: its template (Eta: `<%=` escapes, `<%~` does not) and its script.

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

// Without a line break between cells: white space in a cell of values is shown.
const cell = `<td class="<%= column.name %>" data-label="<%= column.label %>"><% for (const p of column.parts) { %><% if (p.mark) { %><mark class="<%= p.mark %>"><%~ it.breakable(p.text) %></mark><% } else if (column.none) { %><span class="none"><%= p.text %></span><% } else { %><%~ it.breakable(p.text) %><% } } %></td>`;

const leaf = `<tr><td><span class="badge <%= l.tone %>"><%= l.class %></span><% if (l.critical) { %> <span class="badge bad">critical</span><% } %></td><td class="field"><%~ it.breakable(l.path) %><% for (const remark of l.remarks) { %><span class="remark"><%= remark %></span><% } %></td><% for (const column of l.columns) { %>${cell}<% } %></tr>
`;

const table = `<table>
<colgroup><col class="class"><col class="field"><col><col><col></colgroup>
<thead><tr><th scope="col">class</th><th scope="col">field</th><th scope="col">last applied</th><th scope="col">live</th><th scope="col">code</th></tr></thead>
<tbody>
<% for (const l of leaves) { %>${leaf}<% } %></tbody>
</table>
`;

const card = `<article data-class="<%= r.class %>"<% if (r.critical) { %> class="critical"<% } %> data-search="<%= r.searchable %>">
<h2><span class="badge <%= r.tone %>"><%= r.class %></span><% if (r.critical) { %> <span class="badge bad">critical</span><% } %> <%= r.name %></h2>
<p class="faint small"><%= r.details %></p>
<% if (r.used) { %><p><%= r.used %></p>
<% } %><% if (r.warnings.length > 0) { %><ul class="warnings">
<% for (const w of r.warnings) { %><li><span class="badge <%= w.tone %>"><%= w.severity %></span> <%= w.text %></li>
<% } %></ul>
<% } %><% for (const note of r.notes) { %><p><%= note %></p>
<% } %><% for (const [title, leaves] of r.tables) { %><% if (title) { %><p><%= title %></p>
<% } %>${table}<% } %><% if (r.requests.length > 0) { %><details><summary><%= r.requestsTitle %></summary>
<% for (const q of r.requests) { %><pre><%= q %></pre>
<% } %></details>
<% } %></article>
`;

/** Template of the page. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="<%~ it.policy %>">
<link rel="icon" href="data:,">
<title><%= it.title %></title>
<style><%~ it.style %></style>
</head>
<body>
<header>
<h1><%= it.verdict %></h1>
<% if (it.header.length > 0) { %><dl class="meta">
<% for (const item of it.header) { %><div><dt><%= item.label %></dt><dd><%= item.text %></dd></div>
<% } %></dl>
<% } %><dl class="tiles">
<% for (const tile of it.tiles) { %><div<% if (tile.bad) { %> class="bad"<% } %>><dt><%= tile.label %></dt><dd><%= tile.text %></dd></div>
<% } %></dl>
<% for (const line of it.summary) { %><p class="faint small"><%= line %></p>
<% } %><% if (it.legend.length > 0) { %><details class="legend"><summary>What the classes mean</summary>
<dl>
<% for (const c of it.legend) { %><dt><span class="badge <%= c.tone %>"><%= c.name %></span></dt><dd><%= c.words %></dd>
<% } %></dl>
</details>
<% } %></header>
<main>
<div class="tools">
<input id="search" type="search" placeholder="Search by name or id" aria-label="Search by name or id">
<% for (const c of it.classes) { %><label title="<%= c.words %>"><input type="checkbox" data-filter="<%= c.name %>" checked> <%= c.name %> <%= c.count %></label>
<% } %></div>
<p class="faint small" id="count" aria-live="polite"></p>
<% for (const r of it.resources) { %>${card}<% } %></main>
<script><%~ it.script %></script>
</body>
</html>
`;
