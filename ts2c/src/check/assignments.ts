/**
 * Assignments, compound assignments, `++` and `--`.
 */
import {
  addressOf,
  assign,
  atom,
  type CExpression,
  type CStatement,
  declareTemporary,
  unary,
} from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression } from "../tree.ts";
import { assignAccessor, isAccessor } from "./accessors.ts";
import { declarePointer } from "./alignment.ts";
import { wrapping } from "./arithmetic.ts";
import { assignBits, bitTarget } from "./bits.ts";
import { afterSteps, type Body } from "./body.ts";
import { convert } from "./convert.ts";
import { lowerExpression } from "./expressions.ts";
import { arithmetic } from "./operators.ts";
import { SHIFTS, shift } from "./shifts.ts";
import { canPoint, isReference, VOID } from "./types.ts";
import {
  integerOf,
  integerValue,
  referenceC,
  type Value,
  WRITES_LOCAL,
  WRITES_MEMORY,
  wrongValue,
} from "./value.ts";

/** What an assignment does to a target: to a local, or to memory. */
function writeEffect(e: Expression): number {
  return e.kind === "name" && e.declaration.kind === "variable" && e.declaration.scope !== "module"
    ? WRITES_LOCAL
    : WRITES_MEMORY;
}

/** The target as declared (TypeScript's flow must not narrow it), or null after reporting. */
function lowerTarget(body: Body, e: Expression): Value | null {
  const declared =
    e.kind === "name" || e.kind === "member" || e.kind === "index"
      ? { ...e, nonNull: () => false, classes: () => [] }
      : e;
  const local = localOf(body, e);
  const reads = local?.usage.reads ?? 0;
  const target = lowerExpression(body, declared, undefined);
  if (local) local.usage.reads = reads;
  if (target.type.kind === "wrong") return null;
  if (target.embedded || (isReference(target.type) && !target.lvalue)) {
    body.report(e.at, "assignInPlace", target.embedded ?? "this");
    return null;
  }
  if (target.lvalue) return target;
  body.report(e.at, "wrongOperand", "=", "this target");
  return null;
}

function localOf(body: Body, e: Expression) {
  return e.kind === "name" && e.declaration.kind === "variable" ? body.locals.get(e.declaration) : undefined;
}

/** `target = value` and `target op= value`, as a statement. */
export function lowerAssign(body: Body, e: Expression & { kind: "assign" }): Value {
  const bits = bitTarget(body, e.target);
  if (bits) return assignBits(body, bits, e.operator, e.value, e.at);
  if (isAccessor(e.target)) return assignAccessor(body, e.target, e.operator, e.value, e.at);
  const target = lowerTarget(body, e.target);
  if (!target) {
    lowerExpression(body, e.value, undefined);
    return wrongValue;
  }
  const effects = writeEffect(e.target);
  if (e.operator !== "") return compound(body, e, target, effects);
  const value = convert(body, lowerExpression(body, e.value, target.type), target.type, e.value.at);
  if (value.type.kind === "wrong") return value;
  checkEscape(body, e.target, target, value, e.value.at);
  const place: Value = { ...target, effects: target.addressEffects ?? 0 };
  const { steps, values } = orderedTarget(body, place, value);
  const [left, right] = values;
  return {
    type: VOID,
    c: afterSteps(steps, assign("", left, right)),
    effects: target.effects | value.effects | effects,
  };
}

/** The address of the target is taken before the value is computed, where the order can be seen. */
function orderedTarget(
  body: Body,
  target: Value,
  value: Value,
): { steps: CStatement[]; values: [CExpression, CExpression] } {
  const order = body.inOrder([target, value]);
  if (order.steps.length === 0) return { steps: [], values: [target.c, referenceC(value)] };
  const pointer = pointerTo(body, target);
  return { steps: [pointer.step], values: [pointer.place, referenceC(value)] };
}

function pointerTo(body: Body, target: Value): { step: CStatement; place: CExpression } {
  const name = body.temporaryName();
  const text = declarePointer(body, target, name);
  return { step: declareTemporary(text, addressOf(target.c)), place: unary("*", atom(name)) };
}

function checkEscape(body: Body, e: Expression, target: Value, value: Value, at: Position): void {
  if (!value.origin || !canPoint(value.type)) return;
  if (localOf(body, e) && e.kind === "name" && e.declaration.kind === "variable")
    body.leadsInto(e.declaration, value.origin);
  else if (!body.flows.store(value.origin, target.origin ?? 0)) body.report(at, "escape");
}

function compound(body: Body, e: Expression & { kind: "assign" }, target: Value, written: number): Value {
  const integer = integerOf(target.type);
  const isFloat = target.type.kind === "float" && "+-*/".includes(e.operator);
  if (!integer && !isFloat) {
    body.report(e.at, "wrongOperand", `${e.operator}=`, "this target");
    return wrongValue;
  }
  const isShift = SHIFTS.includes(e.operator);
  const operand = lowerExpression(body, e.value, isShift ? undefined : target.type);
  if (operand.type.kind === "wrong") return wrongValue;
  const { pointer, place } = fixedTarget(body, target, operand);
  const current: Value = { ...place, lvalue: false };
  const result = isShift
    ? shift(body, e.operator, current, operand, undefined, e.at)
    : arithmetic(body, e.operator, current, operand, e.at);
  const value = convert(body, result, target.type.kind === "enum" && integer ? integer : target.type, e.at);
  if (value.type.kind === "wrong") return value;
  const c = afterSteps(pointer, shorten(place.c, value.c));
  return { type: VOID, c, effects: target.effects | operand.effects | written | value.effects };
}

/** The target in a form that may be written twice. */
function fixedTarget(body: Body, target: Value, operand: Value): { pointer: CStatement[]; place: Value } {
  const calm = target.simple || (target.volatile && target.c.k !== "index");
  if (calm && (operand.effects & (WRITES_LOCAL | WRITES_MEMORY)) === 0) return { pointer: [], place: target };
  if (target.c.k === "atom" && !target.volatile) return { pointer: [], place: target };
  const pointer = pointerTo(body, target);
  return { pointer: [pointer.step], place: { ...target, c: pointer.place, simple: true } };
}

/** `a = a + b` as `a += b`. */
function shorten(place: CExpression, value: CExpression): CExpression {
  if (value.k === "binary" && value.l === place) return assign(value.op, place, value.r);
  return assign("", place, value);
}

/** `x++` and its kin; `used` tells whether anyone looks at the value. */
export function lowerUpdate(body: Body, e: Expression & { kind: "update" }, used: boolean): Value {
  const one: Expression = { kind: "integer", value: 1n, text: "1", at: e.at };
  const bits = used ? null : bitTarget(body, e.operand);
  if (bits) return assignBits(body, bits, e.operator.charAt(0), one, e.at);
  if (isAccessor(e.operand) && !used) {
    return assignAccessor(body, e.operand, e.operator.charAt(0), one, e.at);
  }
  const target = lowerTarget(body, e.operand);
  if (!target) return wrongValue;
  const integer = integerOf(target.type);
  if (!integer) {
    body.report(e.at, "wrongOperand", e.operator, "this target");
    return wrongValue;
  }
  if (used) {
    const local = localOf(body, e.operand);
    if (local) local.usage.reads += 1;
  }
  const effects = target.effects | writeEffect(e.operand);
  const native = integer.bits < 32 || !integer.signed;
  if (native) {
    const c: CExpression = e.prefix
      ? unary(e.operator, target.c)
      : { k: "postfix", op: e.operator, e: target.c };
    return { type: target.type, c, effects };
  }
  const { pointer, place } = fixedTarget(body, target, integerValue(integer, 1n));
  const next = assign(
    "",
    place.c,
    wrapping(e.operator.charAt(0), integer, place.c, integerValue(integer, 1n).c),
  );
  if (e.prefix || !used) return { type: target.type, c: afterSteps(pointer, next), effects };
  const kept = body.keep({ ...place, effects: 0 });
  const steps: CStatement[] = [...pointer, kept.step, { k: "expression", e: next, at: null }];
  return { type: target.type, c: afterSteps(steps, kept.value.c), effects };
}
