// Renders a run as plain text, close to what the CLI's diff view shows.

import type { Diagnostic, StepOp } from "../engine";
import type { LiveStep } from "./report";
import { type Resource, STACK_TYPE } from "./state";
import { equal, isObject, type PropertyMap, Secret, Unknown, unwrap, type Value } from "./values";

const MARKS: Partial<Record<StepOp, string>> = {
  create: "+ ",
  update: "~ ",
  refresh: "~ ",
  delete: "- ",
  replace: "+-",
  same: "  ",
};
/** State that carries the provider's code, and is of no interest to a reader. */
const HIDDEN = "__provider";

export function renderRun(
  title: string,
  steps: LiveStep[],
  stackOutputs: PropertyMap,
  diagnostics: Diagnostic[],
  counts: Partial<Record<StepOp, number>>,
  dryRun: boolean,
): string {
  const lines = [title];
  const depths = new Map<string, number>();
  for (const step of steps) {
    const resource = step.new ?? step.old;
    if (resource === undefined) continue;
    const depth = resource.parent === undefined ? 0 : (depths.get(resource.parent) ?? 0) + 1;
    depths.set(resource.urn, depth);
    if (step.op === "same" && resource.type !== STACK_TYPE) continue;
    lines.push(...renderStep(step, resource).map((line) => "    ".repeat(depth) + line));
  }
  if (Object.keys(stackOutputs).length > 0) {
    lines.push("    --outputs:--", ...renderMembers(stackOutputs, "    "));
  }
  lines.push(...diagnostics.filter(({ severity }) => severity !== "debug").map(({ message }) => message));
  lines.push("Resources:", ...renderCounts(counts, dryRun));
  return `${lines.join("\n")}\n`;
}

function renderCounts(counts: Partial<Record<StepOp, number>>, dryRun: boolean): string[] {
  const ops: StepOp[] = ["create", "update", "delete", "replace"];
  const done = (op: string) => (dryRun ? `to ${op}` : `${op}d`);
  const lines = ops.filter((op) => counts[op]).map((op) => `    ${MARKS[op]}${counts[op]} ${done(op)}`);
  const changes = ops.reduce((sum, op) => sum + (counts[op] ?? 0), 0);
  const same = counts.same ? `${counts.same} unchanged` : "";
  if (changes > 1) lines.push(`    ${[`${changes} changes`, same].filter(Boolean).join(". ")}`);
  else if (same) lines.push(`    ${same}`);
  return lines;
}

function renderStep(step: LiveStep, resource: Resource): string[] {
  const lock = resource.protect ? " 🔒" : "";
  const lines = [`${MARKS[step.op] ?? "  "}${resource.type}: (${step.op})${lock}`];
  const id = step.old?.id ?? (step.op === "create" ? undefined : resource.id);
  if (id) lines.push(`    [id=${id}]`);
  lines.push(`    [urn=${resource.urn}]`);
  const { old, new: next } = step;
  if (step.op === "create" && next) lines.push(...renderMembers(next.inputs, "    "));
  else if (step.op === "delete" && old) lines.push(...renderMembers(old.inputs, "    "));
  else if (step.op === "refresh" && old) {
    const drift = changed(old.outputs, next?.outputs ?? {}, "    ");
    if (drift.length > 0) lines.push("    --outputs:--", ...drift);
  } else if ((step.op === "update" || step.op === "replace") && old && next) {
    lines.push(...changed(old.inputs, next.inputs, "    "));
  }
  return lines;
}

function changed(olds: PropertyMap, news: PropertyMap, indent: string): string[] {
  const before = (key: string) => olds[key] ?? null;
  const after = (key: string) => news[key] ?? null;
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((key) => key !== HIDDEN && !equal(unwrap(before(key)), unwrap(after(key))))
    .sort();
  const width = Math.max(0, ...keys.map((key) => key.length));
  return keys.flatMap((key) => renderChange(key.padEnd(width), before(key), after(key), indent));
}

function renderChange(label: string, before: Value, after: Value, indent: string): string[] {
  const margin = indent.slice(2);
  if (before === null) return renderValue(`${margin}+ ${label}: `, after, `${margin}+ `);
  if (after === null) return renderValue(`${margin}- ${label}: `, before, `${margin}- `);
  if (isObject(before) && isObject(after)) {
    return [`${margin}~ ${label}: {`, ...changed(before, after, `${indent}    `), `${indent}}`];
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const lines = [`${margin}~ ${label}: [`];
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      const [a, b] = [before[i] ?? null, after[i] ?? null];
      if (!equal(unwrap(a), unwrap(b))) lines.push(...renderChange(`[${i}]`, a, b, `${indent}    `));
    }
    return [...lines, `${indent}]`];
  }
  return [`${margin}~ ${label}: ${inline(before)} => ${inline(after)}`];
}

function renderMembers(map: PropertyMap, indent: string): string[] {
  const keys = Object.keys(map)
    .filter((key) => key !== HIDDEN)
    .sort();
  const width = Math.max(0, ...keys.map((key) => key.length));
  return keys.flatMap((key) => renderValue(`${indent}${key.padEnd(width)}: `, map[key] as Value, indent));
}

/** The first line starts with `head`, those below it with `margin`. */
function renderValue(head: string, value: Value, margin: string): string[] {
  if (isObject(value)) return [`${head}{`, ...renderMembers(value, `${margin}    `), `${margin}}`];
  if (Array.isArray(value)) {
    const inner = `${margin}    `;
    return [`${head}[`, ...value.flatMap((v, i) => renderValue(`${inner}[${i}]: `, v, inner)), `${margin}]`];
  }
  return [`${head}${inline(value)}`];
}

function inline(value: Value): string {
  if (value instanceof Secret) return "[secret]";
  if (value instanceof Unknown) return "[unknown]";
  if (value === null) return "<null>";
  if (isObject(value) || Array.isArray(value)) {
    return JSON.stringify(value, (_, v) =>
      v instanceof Secret ? "[secret]" : v instanceof Unknown ? "[unknown]" : v,
    );
  }
  return JSON.stringify(value);
}
