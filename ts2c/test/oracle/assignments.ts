/**
 * `=` and the compound assignments.
 */
import { type Compiled, compileAs, compileExpression, convertTo } from "./expressions.ts";
import { combine, shiftBy } from "./operators.ts";
import { compilePlace, type Place } from "./places.ts";
import type { Scope } from "./program.ts";
import type { ts } from "./syntax.ts";
import { VOID } from "./types.ts";
import type { Frame, Value } from "./values.ts";

export function compileAssignment(scope: Scope, node: ts.BinaryExpression): Compiled {
  const operator = node.operatorToken.getText().slice(0, -1);
  const place = compilePlace(scope, node.left);
  if (operator !== "") return compileCompound(scope, operator, place, node);
  const value = compileAs(scope, node.right, place.type).run;
  const { locate } = place;
  const run = (frame: Frame): Value => {
    const { slots, key } = locate(frame);
    slots[key] = value(frame);
    return undefined;
  };
  return { type: VOID, run };
}

/** Reads the target, then computes the operand, then writes; the target is found once. */
function compileCompound(scope: Scope, operator: string, place: Place, node: ts.BinaryExpression): Compiled {
  let current: Value;
  const before: Compiled = { type: place.type, run: () => current };
  const isShift = operator === "<<" || operator === ">>" || operator === ">>>";
  const operand = compileExpression(scope, node.right, isShift ? undefined : place.type);
  const result = isShift
    ? shiftBy(scope, operator, before, operand, undefined, node)
    : combine(scope, operator, before, operand, node);
  const value = convertTo(scope, result, place.type, node).run;
  const { locate } = place;
  const run = (frame: Frame): Value => {
    const { slots, key } = locate(frame);
    current = slots[key];
    slots[key] = value(frame);
    return undefined;
  };
  return { type: VOID, run };
}
