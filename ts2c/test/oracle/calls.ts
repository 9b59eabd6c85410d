/**
 * Calls of functions and of function values; the library's own functions are in `library.ts`.
 */
import { type Compiled, compileAs, compileExpression, notNull } from "./expressions.ts";
import { functionType } from "./functions.ts";
import { functionOfCall } from "./generics.ts";
import { compileCharCodeAt, compileLibraryCall } from "./library.ts";
import { codeNamed, compileObject, enter, staticMember } from "./methods.ts";
import { OracleGap } from "./outcome.ts";
import type { FunctionEntity, Scope } from "./program.ts";
import { ts } from "./syntax.ts";
import type { FunctionType, Type } from "./types.ts";

export function compileCall(scope: Scope, node: ts.CallExpression, expected: Type | undefined): Compiled {
  const callee = node.expression;
  if (ts.isIdentifier(callee)) {
    const entity = scope.find(callee.text);
    if (!entity) return compileLibraryCall(scope, callee.text, node, expected);
    if (entity.kind === "function") return callKnown(scope, entity, node, expected);
  }
  if (ts.isPropertyAccessExpression(callee)) {
    const owner = callee.expression;
    if (ts.isIdentifier(owner) && owner.text === "checked" && !scope.find("checked")) {
      return compileLibraryCall(scope, callee.getText(), node, expected);
    }
    const known = staticMember(scope, callee);
    if (known?.kind === "function") return callKnown(scope, known, node, expected);
    if (!known) return callMember(scope, callee, node, expected);
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

/** A call of a function by its name; `receiver` is the object of a method. */
function callKnown(
  scope: Scope,
  entity: FunctionEntity,
  node: ts.CallExpression,
  expected: Type | undefined,
  receiver: readonly Compiled["run"][] = [],
): Compiled {
  const meant = functionOfCall(scope, entity, node, expected);
  const type = functionType(meant);
  const args = [...receiver, ...compileArguments(scope, type, node)];
  return { type: type.result, run: (frame) => enter(meant, args, frame) };
}

/** `object.name(…)`: a method, a byte of a string, or a function value in a field. */
function callMember(
  scope: Scope,
  callee: ts.PropertyAccessExpression,
  node: ts.CallExpression,
  expected: Type | undefined,
): Compiled {
  const object = compileObject(scope, callee);
  const method = codeNamed(object.type, "method", callee.name.text);
  if (method) return callKnown(scope, method, node, expected, [object.run]);
  if (object.type.kind === "string") return compileCharCodeAt(scope, object, node);
  return callValue(scope, node);
}

function callValue(scope: Scope, node: ts.CallExpression): Compiled {
  const callee = notNull(scope, compileExpression(scope, node.expression, undefined), node.expression);
  if (callee.type.kind !== "function") throw new OracleGap("a call of this", node);
  const args = compileArguments(scope, callee.type, node);
  const { run } = callee;
  return { type: callee.type.result, run: (frame) => enter(run(frame) as FunctionEntity, args, frame) };
}
