/**
 * Calls of functions and of function values.
 */
import { atom, type CExpression } from "../c/tree.ts";
import type { Expression, FunctionTree } from "../tree.ts";
import { afterSteps, allEffects, type Body } from "./body.ts";
import { allowIntrinsic } from "./capabilities.ts";
import { lowerAs, lowerExpression } from "./expressions.ts";
import { functionOf } from "./functions.ts";
import { lowerCharCodeAt } from "./members.ts";
import { isReference, sameType, type Type, typeName } from "./types.ts";
import { READS_MEMORY, referenceC, type Value, WRITES_MEMORY, wrongValue } from "./value.ts";

/** A call. */
export function lowerCall(body: Body, e: Expression & { kind: "call" }): Value {
  const { callee } = e;
  if (callee.kind === "name" && callee.declaration.kind === "function")
    return callFunction(body, callee.declaration, e);
  if (callee.kind === "member" && callee.name === "charCodeAt") {
    const object = lowerExpression(body, callee.object, undefined);
    const [argument] = e.args;
    if (object.type.kind === "string" && argument) {
      return lowerCharCodeAt(body, object, lowerExpression(body, argument, undefined), argument);
    }
  }
  const value = lowerExpression(body, callee, undefined);
  if (value.type.kind === "function") return finish(body, value.type, value, e);
  if (value.type.kind !== "wrong")
    body.report(callee.at, "wrongOperand", "( )", `\`${typeName(value.type)}\``);
  for (const argument of e.args) lowerExpression(body, argument, undefined);
  return wrongValue;
}

function callFunction(body: Body, tree: FunctionTree, e: Expression & { kind: "call" }): Value {
  const info = functionOf(body.world, tree);
  if (tree.module.library) {
    allowIntrinsic(body, tree.name, e.at);
    return finish(body, info.type, { type: info.type, c: atom(`ts2c_${tree.name}`), effects: 0 }, e);
  }
  body.references.add(info);
  return finish(body, info.type, { type: info.type, c: atom(info.cName), effects: 0 }, e);
}

function finish(
  body: Body,
  type: Type & { kind: "function" },
  callee: Value,
  e: Expression & { kind: "call" },
): Value {
  if (e.args.length !== type.parameters.length) return wrongValue;
  const args = e.args.map((argument, position) => lowerAs(body, argument, type.parameters[position] as Type));
  if (args.some((argument) => argument.type.kind === "wrong")) return { ...wrongValue, type: type.result };
  const { steps, values } = body.inOrder([callee, ...args]);
  const [target, ...rest] = values as [Value, ...Value[]];
  const c: CExpression = { k: "call", callee: target.c, args: rest.map(referenceC) };
  const effects = allEffects(args) | callee.effects | READS_MEMORY | WRITES_MEMORY;
  const local = args.some((argument) => argument.local === true && mayReturn(type.result, argument.type));
  return { type: type.result, c: afterSteps(steps, c), effects, local };
}

/** Whether a result can be the argument, or a part of it, by its type: only then it is taken to be local, too. */
function mayReturn(result: Type, argument: Type): boolean {
  const bare = (type: Type) => (type.kind === "nullable" ? type.of : type);
  const [to, from] = [bare(result), bare(argument)];
  if (to.kind === "span" || to.kind === "string") return ["span", "string", "array"].includes(from.kind);
  return isReference(to) && sameType(to, from);
}
