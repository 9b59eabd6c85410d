/**
 * Assignments to what a class offers by a setter: `object.name = value`, `object.name += value`.
 */
import type { Position } from "../diagnostics.ts";
import type { Expression } from "../tree.ts";
import { allowReference } from "./alignment.ts";
import { afterSteps, type Body } from "./body.ts";
import { convert } from "./convert.ts";
import { lowerExpression } from "./expressions.ts";
import { instanceOf } from "./functions.ts";
import { callMember, memberOf } from "./methods.ts";
import { arithmetic } from "./operators.ts";
import { SHIFTS, shift } from "./shifts.ts";
import { integerOf, READS_MEMORY, type Value, WRITES_MEMORY, wrongValue } from "./value.ts";

type Member = Expression & { kind: "member" };

/** Whether an assignment to the expression calls a setter. */
export function isAccessor(e: Expression): e is Member {
  return e.kind === "member" && (e.method?.role === "getter" || e.method?.role === "setter");
}

/** An assignment through a setter; the object is evaluated once. */
export function assignAccessor(
  body: Body,
  target: Member,
  operator: string,
  written: Expression,
  at: Position,
): Value {
  const object = lowerExpression(body, target.object, undefined);
  if (object.type.kind !== "class" || !allowReference(body, object, target.at)) return wrongValue;
  const setter = memberOf(object.type.info, target.name, "setter");
  const getter = memberOf(object.type.info, target.name, "getter");
  if (!setter || (operator !== "" && !getter)) {
    body.report(at, "wrongOperand", `${operator}=`, `\`${target.name}\``);
    return wrongValue;
  }
  if (operator === "" || !getter) {
    const expected = instanceOf(body.world, setter, object.type.info.scope).type.parameters[1];
    return callMember(body, object, setter, [lowerExpression(body, written, expected)], at);
  }
  const { steps, value: once } = body.once(object);
  const current = callMember(body, once, getter, [], at);
  const isShift = SHIFTS.includes(operator);
  const operand = lowerExpression(body, written, isShift ? undefined : current.type);
  if (!integerOf(current.type) && current.type.kind !== "wrong") {
    body.report(at, "wrongOperand", `${operator}=`, "this target");
    return wrongValue;
  }
  const result = isShift
    ? shift(body, operator, current, operand, undefined, at)
    : arithmetic(body, operator, current, operand, at);
  if (result.type.kind === "wrong") return wrongValue;
  const stored = callMember(body, once, setter, [convert(body, result, current.type, at)], at);
  return {
    ...stored,
    c: afterSteps(steps, stored.c),
    effects: stored.effects | READS_MEMORY | WRITES_MEMORY,
  };
}
