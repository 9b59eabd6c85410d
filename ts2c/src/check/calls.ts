/**
 * Calls of functions and of function values.
 */
import { atom, type CExpression } from "../c/tree.ts";
import type { Expression, FunctionTree } from "../tree.ts";
import { afterSteps, allEffects, type Body } from "./body.ts";
import { allowIntrinsic } from "./capabilities.ts";
import { convert } from "./convert.ts";
import { lowerAs, lowerExpression } from "./expressions.ts";
import { functionOf } from "./functions.ts";
import { instanceForCall } from "./generics.ts";
import { lowerCharCodeAt } from "./members.ts";
import { callMethod, memberOf } from "./methods.ts";
import { NO_SCOPE } from "./scope.ts";
import { canPoint, isReference, sameType, type Type, typeName } from "./types.ts";
import { READS_MEMORY, referenceC, type Value, WRITES_MEMORY, wrongValue } from "./value.ts";

/** A call. */
export function lowerCall(body: Body, e: Expression & { kind: "call" }, expected: Type | undefined): Value {
  const { callee } = e;
  if (callee.kind === "name" && callee.declaration.kind === "function")
    return callFunction(body, callee.declaration, e, expected);
  if (callee.kind === "member" && (callee.method || callee.name === "charCodeAt")) {
    const object = lowerExpression(body, callee.object, undefined);
    const method = object.type.kind === "class" && memberOf(object.type.info, callee.name, "method");
    if (method) return callMethod(body, object, method, e, expected);
    const [argument] = e.args;
    if (object.type.kind === "string" && argument) {
      return lowerCharCodeAt(body, object, lowerExpression(body, argument, undefined), argument);
    }
  }
  const value = lowerExpression(body, callee, undefined);
  if (value.type.kind === "function") {
    body.indirectCalls.add(typeName(value.type));
    return finishCall(body, value.type, value, e.args);
  }
  if (value.type.kind !== "wrong")
    body.report(callee.at, "wrongOperand", "( )", `\`${typeName(value.type)}\``);
  for (const argument of e.args) lowerExpression(body, argument, undefined);
  return wrongValue;
}

function callFunction(
  body: Body,
  tree: FunctionTree,
  e: Expression & { kind: "call" },
  expected: Type | undefined,
): Value {
  if (tree.typeParameters.length > 0) {
    const found = instanceForCall(body, tree, NO_SCOPE, e, expected);
    if (!found) return wrongValue;
    body.callTo(found.info);
    const callee: Value = { type: found.info.type, c: atom(found.info.cName), effects: 0 };
    return finishCall(body, found.info.type, callee, e.args, found.lowered);
  }
  const info = functionOf(body.world, tree);
  if (tree.module.library) {
    allowIntrinsic(body, tree.name, e.at);
    return finishCall(body, info.type, { type: info.type, c: atom(`ts2c_${tree.name}`), effects: 0 }, e.args);
  }
  body.callTo(info);
  return finishCall(body, info.type, { type: info.type, c: atom(info.cName), effects: 0 }, e.args);
}

/** The call itself. Arguments that are in `lowered` have been lowered already; `receiver` is `this`. */
export function finishCall(
  body: Body,
  type: Type & { kind: "function" },
  callee: Value,
  written: readonly Expression[],
  lowered: readonly (Value | null)[] = [],
  receiver?: Value,
): Value {
  const parameters = receiver ? type.parameters.slice(1) : type.parameters;
  if (Math.max(written.length, lowered.length) !== parameters.length) return wrongValue;
  const own = parameters.map((parameter, position) => {
    const [value, argument] = [lowered[position], written[position]];
    if (value) return convert(body, value, parameter, argument?.at ?? { file: "", line: 1, column: 1 });
    return argument ? lowerAs(body, argument, parameter) : wrongValue;
  });
  const args = receiver ? [receiver, ...own] : own;
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
  if (to.kind === "union" || from.kind === "union") return canPoint(to) && canPoint(from);
  return isReference(to) && sameType(to, from);
}
