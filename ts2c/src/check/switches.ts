/**
 * `switch`: constant labels, each once, and no case that runs into the next.
 */
import type { CCase, CExpression, CStatement } from "../c/tree.ts";
import { cast } from "../c/tree.ts";
import type { Expression, Statement } from "../tree.ts";
import type { Body } from "./body.ts";
import { lowerAs, lowerExpression } from "./expressions.ts";
import { leavesCase } from "./flow.ts";
import { lowerStatements } from "./statements.ts";
import { className, type Type, typeName } from "./types.ts";
import { integerOf } from "./value.ts";

/** Lowers a switch. */
export function lowerSwitch(body: Body, s: Statement & { kind: "switch" }): CStatement {
  const subject = lowerExpression(body, s.subject, undefined);
  const usable = integerOf(subject.type) !== null || subject.type.kind === "bool";
  if (!usable && subject.type.kind !== "wrong")
    body.report(s.subject.at, "wrongOperand", "switch", `\`${typeName(subject.type)}\``);
  const seen = new Set<bigint>();
  const cases: CCase[] = [];
  let labels: (CExpression | null)[] = [];
  for (const [position, one] of s.cases.entries()) {
    labels.push(one.label && usable ? lowerLabel(body, one.label, subject.type, seen) : null);
    const last = position === s.cases.length - 1;
    if (one.body.length === 0 && !last) continue;
    if (!last && !leavesCase(body.world, one.body)) body.report(one.at, "fallThrough");
    const statements = lowerStatements(body, one.body, "switch");
    cases.push({
      at: one.at,
      labels,
      body: last ? [...statements, { k: "jump", text: "break", at: one.at }] : statements,
    });
    labels = [];
  }
  checkExhaustive(body, s, seen);
  const c = subject.type.kind === "bool" ? cast("u32", subject.c) : subject.c;
  return { k: "switch", subject: c, cases, at: s.at };
}

/** A switch over the tag of a union names every class, or has a default. */
function checkExhaustive(body: Body, s: Statement & { kind: "switch" }, seen: ReadonlySet<bigint>): void {
  if (s.subject.kind !== "member" || s.cases.some((one) => one.label === null)) return;
  const object = lowerExpression(body, s.subject.object, undefined).type;
  if (object.kind !== "union" || s.subject.name !== object.info.tag) return;
  const missing = object.info.members.filter((member) => !seen.has(member.fields[0]?.tag ?? -1n));
  if (missing.length === 0) return;
  body.report(s.at, "notExhaustive", missing.map((member) => `\`${className(member)}\``).join(", "));
}

function lowerLabel(body: Body, e: Expression, type: Type, seen: Set<bigint>): CExpression {
  const value = lowerAs(body, e, type);
  if (value.type.kind === "wrong") return value.c;
  if (value.constant === undefined || seen.has(value.constant)) {
    body.report(e.at, "caseLabel");
    return value.c;
  }
  seen.add(value.constant);
  return value.c;
}
