// Pure: a comment as a page that looks as GitHub shows it. Its Markdown is GitHub's own dialect; the frame around it is drawn here.
import { marked } from "marked";

const style = `
body { margin: 0; padding: 16px; background: #fff; color: #1f2328;
  font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; overflow-wrap: break-word; }
.comment { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; }
.head { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; color: #59636e; padding: 8px 16px; }
.head b { color: #1f2328; }
.head span { border: 1px solid #d1d9e0; border-radius: 2em; font-size: 12px; margin-left: 4px; padding: 0 7px; }
.body { padding: 16px; }
.body > * { margin: 0 0 16px; }
.body > :last-child { margin-bottom: 0; }
h3 { font-size: 1.25em; line-height: 1.25; }
table { border-collapse: collapse; display: block; max-width: 100%; overflow: auto; width: max-content; }
th, td { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left; }
th { font-weight: 600; }
tr:nth-child(2n) { background: #f6f8fa; }
code { background: #818b981f; border-radius: 6px; font: 85% ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace;
  padding: 0.2em 0.4em; white-space: break-spaces; }
h3 code { font-size: inherit; }
pre { background: #f6f8fa; border-radius: 6px; padding: 16px; }
pre code { background: none; padding: 0; }
a { color: #0969da; }
`;

/** The page of a comment that a workflow posts. */
export function commentPage(markdown: string): string {
  const body = marked.parse(markdown, { async: false, gfm: true });
  return `<!doctype html><meta charset="utf-8"><title>A comment on a pull request</title><style>${style}</style>
<div class="comment"><div class="head"><b>github-actions</b><span>bot</span> commented</div><div class="body">
${body}</div></div>`;
}
