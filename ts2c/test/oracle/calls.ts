/**
 * Calls of functions and of function values; the library's own functions are in `library.ts`.
 */
import { type Compiled, compileAs, compileExpression, notNull } from "./expressions.ts";
import { codeOf, functionType } from "./functions.ts";
import { compileCharCodeAt, compileLibraryCall } from "./library.ts";
import { OracleGap } from "./outcome.ts";
import type { FunctionEntity, Scope } from "./program.ts";
import { ts } from "./syntax.ts";
import type { FunctionType, Type } from "./types.ts";
import { Frame, type Value } from "./values.ts";

export function compileCall(scope: Scope, node: ts.CallExpression, expected: Type | undefined): Compiled {
  const callee = node.expression;
  if (ts.isIdentifier(callee)) {
    const entity = scope.find(callee.text);
    if (!entity) return compileLibraryCall(scope, callee.text, node, expected);
    if (entity.kind === "function") return callKnown(scope, entity, node);
  }
  if (ts.isPropertyAccessExpression(callee)) {
    const owner = callee.expression;
    if (ts.isIdentifier(owner) && owner.text === "checked" && !scope.find("checked")) {
      return compileLibraryCall(scope, callee.getText(), node, expected);
    }
    if (callee.name.text === "charCodeAt") {
      const text = compileExpression(scope, owner, undefined);
      if (text.type.kind === "string") return compileCharCodeAt(scope, text, node);
    }
  }
  return callValue(scope, node);
}

function compileArguments(scope: Scope, type: FunctionType, node: ts.CallExpression): Compiled["run"][] {
  return node.arguments.map((argument, position) => {
    const parameter = type.parameters[position];
    if (!parameter) throw new OracleGap("an argument without a parameter", argument);
    return compileAs(scope, argument, parameter).run;
  });
}

function enter(entity: FunctionEntity, args: readonly Compiled["run"][], frame: Frame): Value {
  const code = codeOf(entity);
  const inner = new Frame(code.frameSize);
  for (let i = 0; i < args.length; i++) inner.slots[i] = (args[i] as Compiled["run"])(frame);
  return code.run(inner);
}

function callKnown(scope: Scope, entity: FunctionEntity, node: ts.CallExpression): Compiled {
  const type = functionType(entity);
  const args = compileArguments(scope, type, node);
  return { type: type.result, run: (frame) => enter(entity, args, frame) };
}

function callValue(scope: Scope, node: ts.CallExpression): Compiled {
  const callee = notNull(scope, compileExpression(scope, node.expression, undefined), node.expression);
  if (callee.type.kind !== "function") throw new OracleGap("a call of this", node);
  const args = compileArguments(scope, callee.type, node);
  const { run } = callee;
  return { type: callee.type.result, run: (frame) => enter(run(frame) as FunctionEntity, args, frame) };
}
