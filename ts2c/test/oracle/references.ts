/**
 * `x!` and `x as T`.
 */
import { type Compiled, compileExpression, constantValue, convertTo, notNull } from "./expressions.ts";
import type { Scope } from "./program.ts";
import { resolveType } from "./resolve.ts";
import { ts } from "./syntax.ts";
import { integerOf, type Type, wrap, wrapper } from "./types.ts";

export function compileNonNull(scope: Scope, node: ts.NonNullExpression): Compiled {
  return notNull(scope, compileExpression(scope, node.expression, undefined), node);
}

/** `as` reads the same bits as another type of the same width. */
export function compileCast(scope: Scope, node: ts.AsExpression, expected: Type | undefined): Compiled {
  if (ts.isTypeReferenceNode(node.type) && node.type.getText() === "const") {
    return compileExpression(scope, node.expression, expected);
  }
  const type = resolveType(scope.module, node.type);
  const value = compileExpression(scope, node.expression, integerOf(type) ?? type);
  const integer = integerOf(type);
  if (!integer) return convertTo(scope, value, type, node);
  if (value.constant !== undefined) return constantValue(type, wrap(value.constant, integer));
  const fix = wrapper(integer);
  const { run } = value;
  return { type, run: (frame) => fix(run(frame) as bigint) };
}
