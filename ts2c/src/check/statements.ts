/**
 * Statements: one entry for each kind.
 */
import {
  atom,
  binary,
  type CExpression,
  type CStatement,
  cast,
  index as indexC,
  member,
  unary,
} from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression, Statement } from "../tree.ts";
import { allowReference, elementAlignment } from "./alignment.ts";
import { lowerAssign, lowerUpdate } from "./assignments.ts";
import type { Body } from "./body.ts";
import { declareValue } from "./ctypes.ts";
import { isLocal, throughPointer } from "./escape.ts";
import { lowerAs, lowerExpression } from "./expressions.ts";
import { isAssigned, leavesCase } from "./flow.ts";
import { lowerVariables } from "./locals.ts";
import { lowerCondition } from "./logic.ts";
import { releasesAtEnd, releasesAtJump, releasesAtReturn } from "./releases.ts";
import { lowerSwitch } from "./switches.ts";
import { canPoint, isReference, typeName } from "./types.ts";
import { integerOf, READS_MEMORY, referenceC, type Value } from "./value.ts";

/** Lowers a list of statements. */
export function lowerStatements(
  body: Body,
  statements: readonly Statement[],
  kind: "block" | "loop" | "switch" = "block",
): CStatement[] {
  body.blocks.push({ kind, releases: [] });
  const lowered = statements.flatMap((statement) => lowerStatement(body, statement));
  const goesOn = !leavesCase(body.world, statements);
  const released = goesOn ? releasesAtEnd(body) : [];
  body.blocks.pop();
  return [...lowered, ...released];
}

function lowerStatement(body: Body, s: Statement): CStatement[] {
  switch (s.kind) {
    case "expression":
      return [{ k: "expression", e: lowerEffect(body, s.expression), at: s.at }];
    case "variables":
      return lowerVariables(body, s.variables, s.at);
    case "if":
      return [lowerIf(body, s)];
    case "while":
    case "do": {
      const condition = lowerCondition(body, s.condition);
      return [{ k: s.kind, condition: condition.c, body: loopBody(body, s.body), at: s.at }];
    }
    case "for":
      return lowerFor(body, s);
    case "forOf":
      return lowerForOf(body, s);
    case "return":
      return [lowerReturn(body, s)];
    case "break":
    case "continue":
      return [...releasesAtJump(body, s.kind), { k: "jump", text: s.kind, at: s.at }];
    case "block":
      return [{ k: "block", body: lowerStatements(body, s.body), at: s.at }];
    case "switch":
      return [lowerSwitch(body, s)];
  }
}

/** An expression for what it does; its value, if it has one, is dropped. */
export function lowerEffect(body: Body, e: Expression): CExpression {
  if (e.kind === "assign") return lowerAssign(body, e).c;
  if (e.kind === "update") return lowerUpdate(body, e, false).c;
  const value = lowerExpression(body, e, undefined);
  if (value.type.kind === "void" || value.type.kind === "never") return value.c;
  return cast("void", value.place ? unary("&", value.c) : value.c);
}

function loopBody(body: Body, statements: readonly Statement[]): CStatement[] {
  return lowerStatements(body, statements, "loop");
}

function lowerIf(body: Body, s: Statement & { kind: "if" }): CStatement {
  const condition = lowerCondition(body, s.condition).c;
  const then = lowerStatements(body, s.then);
  const otherwise = s.otherwise ? lowerStatements(body, s.otherwise) : null;
  return { k: "if", condition, then, otherwise, at: s.at };
}

function lowerReturn(body: Body, s: Statement & { kind: "return" }): CStatement {
  const { result } = body;
  const releases = releasesAtReturn(body);
  if (!s.value) return returning(releases, null, s.at);
  if (result.kind === "void" || result.kind === "never") {
    const value = lowerExpression(body, s.value, undefined);
    if (value.type.kind !== "void" && value.type.kind !== "never" && value.type.kind !== "wrong") {
      body.report(s.value.at, "mismatch", `\`${typeName(value.type)}\``, "no value");
    }
    return {
      k: "block",
      body: [{ k: "expression", e: value.c, at: s.at }, ...releases, { k: "return", value: null, at: s.at }],
      at: s.at,
    };
  }
  const value = lowerAs(body, s.value, result);
  if (isLocal(value.origin) && canPoint(value.type)) {
    body.report(s.value.at, "escape");
  }
  if (releases.length === 0) return { k: "return", value: referenceC(value), at: s.at };
  const kept = body.keep({ ...value, type: result });
  return returning([kept.step, ...releases], kept.value.c, s.at);
}

function returning(steps: readonly CStatement[], value: CExpression | null, at: Position): CStatement {
  const jump: CStatement = { k: "return", value, at };
  return steps.length === 0 ? jump : { k: "block", body: [...steps, jump], at };
}

function lowerFor(body: Body, s: Statement & { kind: "for" }): CStatement[] {
  const init = s.init ? lowerStatement(body, s.init) : [];
  const condition = s.condition ? lowerCondition(body, s.condition).c : null;
  const update = s.update ? lowerEffect(body, s.update) : null;
  countLoop(body, s);
  const inner = loopBody(body, s.body);
  forgetLoop(body, s);
  const [first, ...more] = init;
  const single = more.length === 0 ? (first ?? null) : null;
  const loop: CStatement = { k: "for", init: single, condition, update, body: inner, at: s.at };
  return more.length === 0 ? [loop] : [{ k: "block", body: [...init, loop], at: s.at }];
}

/** `for (let i = …; i < LIMIT; …)` with `i` assigned nowhere in the body: below the limit there. */
function countLoop(body: Body, s: Statement & { kind: "for" }): void {
  if (s.init?.kind !== "variables" || !s.condition) return;
  for (const variable of s.init.variables) {
    const local = body.locals.get(variable);
    const type = local && integerOf(local.type);
    if (!local || !type || type.signed || isAssigned([s.body, s.condition], variable)) continue;
    const limit = limitOf(body, s.condition, variable);
    if (limit !== null) local.max = limit;
  }
}

function forgetLoop(body: Body, s: Statement & { kind: "for" }): void {
  if (s.init?.kind !== "variables") return;
  for (const variable of s.init.variables) {
    const local = body.locals.get(variable);
    if (local) delete local.max;
  }
}

/** The largest value a loop's condition leaves to a variable, or null. */
function limitOf(body: Body, e: Expression, variable: object): bigint | null {
  if (e.kind !== "binary") return null;
  if (e.operator === "&&") return limitOf(body, e.left, variable) ?? limitOf(body, e.right, variable);
  if (e.operator !== "<" && e.operator !== "<=") return null;
  if (e.left.kind !== "name" || e.left.declaration !== variable) return null;
  if (
    e.right.kind !== "integer" &&
    e.right.kind !== "name" &&
    e.right.kind !== "member" &&
    e.right.kind !== "binary"
  )
    return null;
  const limit = lowerExpression(body, e.right, undefined).constant;
  if (limit === undefined || limit < 1n) return null;
  return e.operator === "<" ? limit - 1n : limit;
}

function lowerForOf(body: Body, s: Statement & { kind: "forOf" }): CStatement[] {
  const iterated = lowerExpression(body, s.iterated, undefined);
  const { type } = iterated;
  if (type.kind === "wrong") return [];
  if (type.kind !== "array" && type.kind !== "span") {
    body.report(s.iterated.at, "wrongOperand", "for … of", `\`${typeName(type)}\``);
    return [];
  }
  const steady =
    iterated.effects === 0 && type.kind === "array"
      ? { steps: [], value: iterated }
      : body.once({ ...iterated, simple: false });
  const counter = atom(body.temporaryName());
  const source = steady.value.c;
  const limit = type.kind === "array" ? atom(`${type.length}u`) : member(source, "length", false);
  const place = indexC(type.kind === "array" ? source : member(source, "data", false), counter);
  const inPlace = type.element.kind === "class";
  const aligned = elementAlignment(body.world, iterated, type.element);
  if (isReference(type.element) && aligned !== undefined)
    allowReference(body, { type: type.element, c: place, effects: 0, aligned }, s.iterated.at);
  const element: Value = { type: type.element, c: place, effects: READS_MEMORY, place: inPlace };
  const local = body.declareLocal(
    s.variable,
    type.element,
    false,
    isReference(type.element) ? (iterated.origin ?? 0) : throughPointer(iterated.origin ?? 0),
  );
  const text = declareValue(body.world.spans, type.element, local.cName);
  const declaration: CStatement = {
    k: "declare",
    text,
    init: referenceC(element),
    usage: local.usage,
    at: s.at,
  };
  const loop: CStatement = {
    k: "for",
    init: {
      k: "declare",
      text: `u32 ${counter.k === "atom" ? counter.text : ""}`,
      init: atom("0"),
      usage: null,
      at: null,
    },
    condition: binary("<", counter, limit),
    update: unary("++", counter),
    body: [declaration, ...loopBody(body, s.body)],
    at: s.at,
  };
  return steady.steps.length === 0 ? [loop] : [{ k: "block", body: [...steady.steps, loop], at: s.at }];
}
