/**
 * Calls of functions and of function values.
 */
import { atom, type CExpression } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
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
import type { FunctionInfo } from "./world.ts";

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
    return finishCall(body, { type: value.type, value, info: typeName(value.type), at: callee.at }, e.args);
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
    return finishCall(body, calleeOf(found.info, e.callee.at), e.args, found.lowered);
  }
  const info = functionOf(body.world, tree);
  if (tree.module.library) {
    allowIntrinsic(body, tree.name, e.at);
    const value: Value = { type: info.type, c: atom(`ts2c_${tree.name}`), effects: 0 };
    return finishCall(body, { type: info.type, value, info, at: e.callee.at }, e.args);
  }
  body.callTo(info);
  return finishCall(body, calleeOf(info, e.callee.at), e.args);
}

/** What is called: a function, or a function value, of which only the type is known. */
interface Callee {
  readonly type: Type & { kind: "function" };
  readonly value: Value;
  readonly info: FunctionInfo | string;
  /** Where it is named. */
  readonly at: Position;
}

export function calleeOf(info: FunctionInfo, at: Position): Callee {
  const value: Value = { type: info.type, c: atom(info.cName), effects: 0, simple: true };
  return { type: info.type, value, info, at };
}

/** The call itself. Arguments that are in `lowered` have been lowered already; `receiver` is `this`. */
export function finishCall(
  body: Body,
  { type, value: callee, info, at }: Callee,
  written: readonly Expression[],
  lowered: readonly (Value | null)[] = [],
  receiver?: Value,
): Value {
  const parameters = receiver ? type.parameters.slice(1) : type.parameters;
  if (Math.max(written.length, lowered.length) !== parameters.length) return wrongValue;
  const own = parameters.map((parameter, position) => {
    const [value, argument] = [lowered[position], written[position]];
    if (value) return convert(body, value, parameter, argument?.at ?? at);
    return argument ? lowerAs(body, argument, parameter) : wrongValue;
  });
  const args = receiver ? [receiver, ...own] : own;
  if (args.some((argument) => argument.type.kind === "wrong")) return { ...wrongValue, type: type.result };
  const { steps, values } = body.inOrder([callee, ...args]);
  const [target, ...rest] = values as [Value, ...Value[]];
  const c: CExpression = { k: "call", callee: target.c, args: rest.map(referenceC) };
  const effects = allEffects(args) | callee.effects | READS_MEMORY | WRITES_MEMORY;
  const places = [...(receiver ? [at] : []), ...own.map((_, position) => written[position]?.at ?? at)];
  const origins = args.map((argument) => (canPoint(argument.type) ? (argument.origin ?? 0) : 0));
  body.flows.call(info, origins, places);
  const origin = args
    .filter((argument) => mayReturn(type.result, argument.type))
    .reduce((sum, argument) => sum | (argument.origin ?? 0), 0);
  return { type: type.result, c: afterSteps(steps, c), effects, origin };
}

/** Whether a result can be the argument, or a part in its place, by its type: only then it is taken to lead there, too. */
function mayReturn(result: Type, argument: Type): boolean {
  const bare = (type: Type) => (type.kind === "nullable" ? type.of : type);
  return canPoint(result) && mayContain(bare(argument), bare(result));
}

function mayContain(from: Type, to: Type): boolean {
  const isWindow = to.kind === "span" || to.kind === "string";
  if (from.kind === "span" || from.kind === "array") {
    if (isWindow || sameType(from, to)) return true;
    return isReference(from.element) && mayContain(from.element, to);
  }
  if (from.kind === "string") return isWindow;
  if (from.kind === "union" || to.kind === "union") return canPoint(from) && canPoint(to);
  if (from.kind !== "class") return false;
  if (sameType(from, to)) return true;
  return from.info.fields.some(({ type }) => isReference(type) && mayContain(type, to));
}
