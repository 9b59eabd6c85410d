/**
 * Declarations inside functions: values, references, and objects on the stack.
 */
import { atom, type CExpression, type CStatement, call, index } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression, Variable } from "../tree.ts";
import { allowReference } from "./alignment.ts";
import type { Body } from "./body.ts";
import { checkZeroable, constructedClass, localObject } from "./construct.ts";
import { convert } from "./convert.ts";
import { declareStorage, declareValue } from "./ctypes.ts";
import { FRAME } from "./escape.ts";
import { lowerAs, lowerExpression } from "./expressions.ts";
import { arrayElements, listOf, makesObject, placementAttributes, unsetOf, zeroOf } from "./initializers.ts";
import { declareRelease } from "./releases.ts";
import { resolveType } from "./resolve.ts";
import { isReference, NEVER, type Type, WRONG } from "./types.ts";
import { referenceC, type Value, wrongValue } from "./value.ts";

/** Lowers the declarations of one `let` or `const`. */
export function lowerVariables(body: Body, variables: readonly Variable[], at: Position): CStatement[] {
  return variables.flatMap((variable) => {
    const statements = lowerVariable(body, variable, at);
    if (variable.released) declareRelease(body, variable);
    return statements;
  });
}

function lowerVariable(body: Body, variable: Variable, at: Position): CStatement[] {
  const written = variable.type ? resolveType(body.world, variable.type) : null;
  const object = makesObject(variable.initializer);
  if (object?.kind === "new") return declareNew(body, variable, object, written, at);
  if (object) return declareObject(body, variable, object, written, at);
  if (written?.kind === "never" && variable.initializer)
    return unreachable(body, variable, variable.initializer, at);
  if (!variable.initializer) {
    if (!written) body.report(variable.at, "missingType", `\`${variable.name}\``);
    const type = written ?? WRONG;
    const local = body.declareLocal(variable, type, false, 0);
    const text = declareValue(body.world.spans, type, local.cName);
    return [{ k: "declare", text, init: unsetOf(type), usage: local.usage, at }];
  }
  const value = initialValue(body, variable, variable.initializer, written);
  const local = body.declareLocal(variable, written ?? value.type, false, value.origin ?? 0);
  const text = declareValue(body.world.spans, local.type, local.cName);
  return [{ k: "declare", text, init: referenceC(value), usage: local.usage, at }];
}

function initialValue(body: Body, variable: Variable, initializer: Expression, written: Type | null): Value {
  const value = lowerExpression(body, initializer, written ?? undefined);
  if (written) return convert(body, value, written, initializer.at);
  const { kind } = value.type;
  if (kind === "literal" || kind === "fraction") body.report(variable.at, "needsType");
  else if (kind === "null") body.report(variable.at, "missingType", `\`${variable.name}\``);
  else if (kind === "void" || kind === "never")
    body.report(initializer.at, "mismatch", `\`${kind}\``, "a value");
  else if (allowReference(body, value, initializer.at)) return value;
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
  if (e.name === "zeroed") checkZeroable(body, type, e.at);
  const place = isReference(type);
  const isArray = e.name === "arrayOf" && type.kind !== "wrong" && arrayElements(body, e, type);
  if (isArray && type.kind === "array" && isReference(type.element))
    return declareObjects(body, variable, e, type, at);
  const values = isArray && type.kind === "array" ? elements(body, e, type.element) : null;
  const ordered = values ? body.inOrder(values) : null;
  const local = body.declareLocal(variable, type, place, place ? FRAME : 0);
  const attributes = placementAttributes(body, e, false);
  const text = place
    ? declareStorage(body.world.spans, type, local.cName, false)
    : declareValue(body.world.spans, type, local.cName);
  const init = ordered ? listOf(ordered.values) : zeroOf(type);
  return [...(ordered?.steps ?? []), { k: "declare", text: text + attributes, init, usage: local.usage, at }];
}

function elements(body: Body, e: Expression & { kind: "intrinsic" }, element: Type): Value[] | null {
  const values = e.args.map((argument) => lowerAs(body, argument, element));
  return values.some((value) => value.type.kind === "wrong") ? null : values;
}

/** `const x = new Class(…)`: an object on the stack. */
function declareNew(
  body: Body,
  variable: Variable,
  e: Expression & { kind: "new" },
  written: Type | null,
  at: Position,
): CStatement[] {
  const info = constructedClass(body, e, written);
  if (variable.mutable) body.report(variable.at, "inPlaceLet", variable.name);
  const type: Type = info ? { kind: "class", info } : WRONG;
  const local = body.declareLocal(variable, type, true, FRAME);
  if (!info) return [];
  const { before, start, after } = localObject(body, e, info, atom(local.cName));
  const text = declareStorage(body.world.spans, type, local.cName, false);
  return [...before, { k: "declare", text, init: start, usage: local.usage, at }, ...after];
}

/** `arrayOf(new Class(…), …)`: objects on the stack, made one after the other. */
function declareObjects(
  body: Body,
  variable: Variable,
  e: Expression & { kind: "intrinsic" },
  type: Type & { kind: "array" },
  at: Position,
): CStatement[] {
  const local = body.declareLocal(variable, type, true, FRAME);
  const starts: CExpression[] = [];
  const after: CStatement[] = [];
  for (const [position, argument] of e.args.entries()) {
    const info = argument.kind === "new" ? constructedClass(body, argument, type.element) : null;
    if (argument.kind !== "new" || !info) continue;
    const made = localObject(body, argument, info, index(atom(local.cName), atom(String(position))));
    starts.push(made.start);
    after.push(...made.before, ...made.after);
  }
  const text = declareStorage(body.world.spans, type, local.cName, false);
  const init: CExpression = { k: "compound", type: "", items: starts };
  return [{ k: "declare", text, init, usage: local.usage, at }, ...after];
}

/** `const none: never = x`: TypeScript has proved that nothing gets here; the machine makes sure. */
function unreachable(body: Body, variable: Variable, initializer: Expression, at: Position): CStatement[] {
  lowerExpression(body, initializer, undefined);
  body.declareLocal(variable, NEVER, false, 0);
  return [{ k: "expression", e: call("ts2c_unreachable", ...body.where(at)), at }];
}
