// What GitHub and GitLab have in common: one comment, or one issue, that is found again by a hidden first line.

/** First line of a post, which pages do not show. `key` tells stacks (and parts of them) apart. */
function marker(kind, key) {
  return `<!-- pulumi-carecycle:${kind}:${key} -->`;
}

/** Marker, report and footer in at most `limit` characters; a report that is too long ends at a whole line. */
function compose({ mark, report, footer, limit }) {
  const around = `${mark}\n\n\n\n${footer}`.length;
  return `${mark}\n\n${cut(report.trim(), limit - around)}\n\n${footer}`;
}

function cut(report, room) {
  if (report.length <= room) return report;
  const note = "\n\n_Too long for a post: the rest is in the run's report._";
  // Room for the note, and for what has to be closed before it.
  const end = report.lastIndexOf("\n", room - note.length - 200);
  const kept = report.slice(0, Math.max(end, 0));
  return kept + closing(kept) + note;
}

// An open code block or fold would swallow the note and the footer.
function closing(text) {
  const fence = (text.match(/^```/gm) ?? []).length % 2 === 1 ? "\n```" : "";
  const folds = (text.match(/<details\b/g) ?? []).length - (text.match(/<\/details>/g) ?? []).length;
  return fence + "\n\n</details>".repeat(Math.max(0, folds));
}

// Only a post of our own: anyone can write the marker into theirs.
function ours(posts, mark) {
  return posts.filter((post) => post.mine && (post.body ?? "").startsWith(mark));
}

/** Writes the one comment of a pull or merge request. Without a report, it says that the preview failed. */
async function keepComment(forge, { key, report, runUrl }) {
  const mark = marker("preview", key);
  const said =
    report ??
    `**The preview of \`${key}\` failed.** What was shown here before no longer holds; the run says why.`;
  const body = compose({
    mark,
    report: said,
    footer: `[Preview of \`${key}\`](${runUrl})`,
    limit: forge.limit,
  });
  const [former] = ours(await forge.comments(), mark);
  if (former) await forge.editComment(former.id, body);
  else await forge.addComment(body);
}

/** Opens, updates or closes the one drift issue of a stack (or of a part of it). */
async function keepIssue(forge, { key, drifted, report, runUrl }) {
  const mark = marker("drift", key);
  const [kept, ...more] = ours(await forge.openIssues(), mark);
  // Two runs at once may have opened one each.
  for (const extra of more) await forge.closeIssue(extra.id, "Another issue follows this drift.");
  if (!drifted) {
    if (kept) await forge.closeIssue(kept.id, `No drift any more: [last check](${runUrl}).`);
    return;
  }
  const body = compose({ mark, report, footer: `[Last check of \`${key}\`](${runUrl})`, limit: forge.limit });
  if (kept) await forge.editIssue(kept.id, body);
  else await forge.openIssue(`Drift in ${key}`, body);
}

module.exports = { compose, keepComment, keepIssue, marker };
