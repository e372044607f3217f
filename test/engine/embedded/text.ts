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
    if (step.op === "refresh" && equal(unwrap(step.old?.outputs ?? {}), unwrap(step.new?.outputs ?? {})))
      continue;
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

function renderChange(
  label: string,
  before: Value,
  after: Value,
  indent: string,
  /** Elements of a list that comes or goes whole have their mark in the list's own column. */
  isPart = false,
): string[] {
  const mark = before === null ? "+" : after === null ? "-" : "~";
  const head = `${indent.slice(isPart ? 6 : 2)}${mark} ${isPart ? "    " : ""}${label}: `;
  const sides = [before, after].filter((side) => side !== null);
  // Closing brackets of a list's elements stand further in than those of members, as in the CLI.
  const inner = `${indent}${/^\[\d+\]$/.test(label) ? "        " : "    "}`;
  if (sides.every(isObject)) {
    if (sides.every((side) => Object.keys(side as PropertyMap).length === 0)) return [`${head}{}`];
    return [`${head}{`, ...changed(mapOf(before), mapOf(after), inner), `${inner.slice(4)}}`];
  }
  if (sides.every(Array.isArray)) {
    const lines = [`${head}[`];
    const [olds, news] = [listOf(before), listOf(after)];
    for (let i = 0; i < Math.max(olds.length, news.length); i++) {
      const [a, b] = [olds[i] ?? null, news[i] ?? null];
      if (!equal(unwrap(a), unwrap(b)))
        lines.push(...renderChange(`[${i}]`, a, b, inner, sides.length === 1));
    }
    return [...lines, `${inner.slice(4)}]`];
  }
  return [head + sides.map(inline).join(" => ")];
}

const mapOf = (value: Value): PropertyMap => (isObject(value) ? value : {});
const listOf = (value: Value): Value[] => (Array.isArray(value) ? value : []);

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
