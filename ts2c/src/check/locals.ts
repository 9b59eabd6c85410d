/**
 * Declarations inside functions: values, references, and objects on the stack.
 */
import type { CStatement } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression, Variable } from "../tree.ts";
import type { Body } from "./body.ts";
import { convert } from "./convert.ts";
import { declareStorage, declareValue } from "./ctypes.ts";
import { lowerExpression } from "./expressions.ts";
import { arrayElements, listOf, makesObject, placementAttributes, unsetOf, zeroOf } from "./initializers.ts";
import { resolveType } from "./resolve.ts";
import { isReference, type Type, WRONG } from "./types.ts";
import { referenceC, type Value, wrongValue } from "./value.ts";

/** Lowers the declarations of one `let` or `const`. */
export function lowerVariables(body: Body, variables: readonly Variable[], at: Position): CStatement[] {
  return variables.flatMap((variable) => lowerVariable(body, variable, at));
}

function lowerVariable(body: Body, variable: Variable, at: Position): CStatement[] {
  const written = variable.type ? resolveType(body.world, variable.type) : null;
  const object = makesObject(variable.initializer);
  if (object) return declareObject(body, variable, object, written, at);
  if (!variable.initializer) {
    if (!written) body.report(variable.at, "missingType", `\`${variable.name}\``);
    const type = written ?? WRONG;
    const local = body.declareLocal(variable, type, false, false);
    const text = declareValue(body.world.spans, type, local.cName);
    return [{ k: "declare", text, init: unsetOf(type), usage: local.usage, at }];
  }
  const value = initialValue(body, variable, variable.initializer, written);
  const local = body.declareLocal(variable, written ?? value.type, false, value.local === true);
  const text = declareValue(body.world.spans, local.type, local.cName);
  return [{ k: "declare", text, init: referenceC(value), usage: local.usage, at }];
}

function initialValue(body: Body, variable: Variable, initializer: Expression, written: Type | null): Value {
  const value = lowerExpression(body, initializer, written ?? undefined);
  if (written) return convert(body, value, written, initializer.at);
  const { kind } = value.type;
  if (kind === "literal") body.report(variable.at, "needsType");
  else if (kind === "null") body.report(variable.at, "missingType", `\`${variable.name}\``);
  else if (kind === "void" || kind === "never")
    body.report(initializer.at, "mismatch", `\`${kind}\``, "a value");
  else return value;
  return wrongValue;
}

function declareObject(
  body: Body,
  variable: Variable,
  e: Expression & { kind: "intrinsic" },
  written: Type | null,
  at: Position,
): CStatement[] {
  const [syntax] = e.types;
  const type = written ?? (syntax ? resolveType(body.world, syntax) : WRONG);
  if (!written && !syntax) body.report(variable.at, "missingType", `\`${variable.name}\``);
  if (variable.mutable && isReference(type)) body.report(variable.at, "inPlaceLet", variable.name);
  const values = e.name === "arrayOf" && type.kind !== "wrong" ? arrayElements(body, e, type) : null;
  const ordered = values ? body.inOrder(values) : null;
  const place = isReference(type);
  const local = body.declareLocal(variable, type, place, place);
  const attributes = placementAttributes(body, e, false);
  const text = place
    ? declareStorage(body.world.spans, type, local.cName, false)
    : declareValue(body.world.spans, type, local.cName);
  const init = ordered ? listOf(ordered.values) : zeroOf(type);
  return [...(ordered?.steps ?? []), { k: "declare", text: text + attributes, init, usage: local.usage, at }];
}
