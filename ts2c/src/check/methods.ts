/**
 * Members of classes that are code: methods, getters, setters.
 */

import type { Position } from "../diagnostics.ts";
import type { Expression, FunctionTree, Role } from "../tree.ts";
import { allowReference } from "./alignment.ts";
import type { Body } from "./body.ts";
import { calleeOf, finishCall } from "./calls.ts";
import { instanceOf } from "./functions.ts";
import { instanceForCall } from "./generics.ts";
import type { ClassInfo, Type } from "./types.ts";
import { type Value, wrongValue } from "./value.ts";

/** The member of a class with this name and role. */
export function memberOf(info: ClassInfo, name: string, role: Role): FunctionTree | undefined {
  return info.tree.methods.find((tree) => tree.name === name && tree.role === role);
}

/** `object.name(…)` of a class. */
export function callMethod(
  body: Body,
  object: Value,
  tree: FunctionTree,
  e: Expression & { kind: "call" },
  expected: Type | undefined,
): Value {
  if (object.type.kind !== "class" || !allowReference(body, object, e.callee.at)) return wrongValue;
  const { scope } = object.type.info;
  if (tree.typeParameters.length === 0) {
    const info = instanceOf(body.world, tree, scope);
    body.callTo(info);
    return finishCall(body, calleeOf(info, e.callee.at), e.args, [], object);
  }
  const found = instanceForCall(body, tree, scope, e, expected);
  if (!found) return wrongValue;
  body.callTo(found.info);
  return finishCall(body, calleeOf(found.info, e.callee.at), e.args, found.lowered, object);
}

/** A call of a getter, setter or release with values that are lowered already. */
export function callMember(
  body: Body,
  object: Value,
  tree: FunctionTree,
  args: readonly Value[],
  at: Position,
): Value {
  if (object.type.kind !== "class") return wrongValue;
  const info = instanceOf(body.world, tree, object.type.info.scope);
  body.callTo(info);
  return finishCall(body, calleeOf(info, at), [], args, object);
}
