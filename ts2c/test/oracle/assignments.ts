/**
 * `=` and the compound assignments.
 */
import { type Compiled, compileAs, compileExpression, convertTo } from "./expressions.ts";
import { functionType } from "./functions.ts";
import { codeNamed, compileObject, enter, readGetter, staticMember } from "./methods.ts";
import { assigned } from "./narrowing.ts";
import { combine, shiftBy } from "./operators.ts";
import { compilePlace, loading, type Place, storing } from "./places.ts";
import type { Scope } from "./program.ts";
import { ts } from "./syntax.ts";
import { VOID } from "./types.ts";
import type { Frame, Value } from "./values.ts";

export function compileAssignment(scope: Scope, node: ts.BinaryExpression): Compiled {
  const operator = node.operatorToken.getText().slice(0, -1);
  const throughSetter = compileSetter(scope, operator, node);
  if (throughSetter) return throughSetter;
  const place = compilePlace(scope, node.left);
  if (operator !== "") return compileCompound(scope, operator, place, node);
  const written = compileExpression(scope, node.right, place.type);
  const value = convertTo(scope, written, place.type, node.right).run;
  assigned(scope, node.left.getText(), place.type, written.type);
  const { locate } = place;
  const store = storing(scope, place, node);
  const run = (frame: Frame): Value => {
    const location = locate(frame);
    store(location, value(frame));
    return undefined;
  };
  return { type: VOID, run };
}

/** Reads the target, then computes the operand, then writes; the target is found once. */
function compileCompound(scope: Scope, operator: string, place: Place, node: ts.BinaryExpression): Compiled {
  let current: Value;
  const before: Compiled = { type: place.type, run: () => current };
  const value = compileOperation(scope, operator, before, node);
  const { locate } = place;
  const load = loading(place);
  const store = storing(scope, place, node);
  const run = (frame: Frame): Value => {
    const location = locate(frame);
    current = load(location);
    store(location, value(frame));
    return undefined;
  };
  return { type: VOID, run };
}

/** What `before operator= right` stores. */
function compileOperation(
  scope: Scope,
  operator: string,
  before: Compiled,
  node: ts.BinaryExpression,
): (frame: Frame) => Value {
  const isShift = operator === "<<" || operator === ">>" || operator === ">>>";
  const operand = compileExpression(scope, node.right, isShift ? undefined : before.type);
  const result = isShift
    ? shiftBy(scope, operator, before, operand, undefined, node)
    : combine(scope, operator, before, operand, node);
  return convertTo(scope, result, before.type, node).run;
}

/** An assignment to a name that a class offers by a setter; undefined for any other. The object is evaluated once. */
function compileSetter(scope: Scope, operator: string, node: ts.BinaryExpression): Compiled | undefined {
  const { left } = node;
  if (!ts.isPropertyAccessExpression(left) || staticMember(scope, left)) return undefined;
  const object = compileObject(scope, left);
  const setter = codeNamed(object.type, "set", left.name.text);
  const [type] = setter ? functionType(setter).parameters : [];
  if (!setter || !type) return undefined;
  if (operator === "") {
    const value = compileAs(scope, node.right, type).run;
    return { type: VOID, run: (frame) => enter(setter, [object.run, value], frame) };
  }
  let once: Value;
  let current: Value;
  const getter = readGetter({ type: object.type, run: () => once }, left.name.text);
  if (!getter) return undefined;
  const value = compileOperation(scope, operator, { type, run: () => current }, node);
  const run = (frame: Frame): Value => {
    const found = object.run(frame);
    once = found;
    current = getter.run(frame);
    return enter(setter, [() => found, value], frame);
  };
  return { type: VOID, run };
}
