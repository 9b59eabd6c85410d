/**
 * Declarations inside functions.
 */
import { compileExpression, convertTo } from "./expressions.ts";
import { assigned } from "./narrowing.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import { isUsing, releaseOf } from "./releases.ts";
import { resolveType } from "./resolve.ts";
import { Signal, type Statement } from "./statements.ts";
import type { ts } from "./syntax.ts";

/** Each declaration gives its local a fresh value, also when a loop comes by again. */
export function compileVariables(scope: Scope, list: ts.VariableDeclarationList): Statement {
  const using = isUsing(list);
  const steps = list.declarations.map((node) => compileVariable(scope, node, using));
  const [only] = steps;
  if (only && steps.length === 1) return only;
  return (frame) => {
    for (const step of steps) step(frame);
    return Signal.Next;
  };
}

function compileVariable(scope: Scope, node: ts.VariableDeclaration, using: boolean): Statement {
  const written = node.type && resolveType(scope.module, node.type);
  const name = node.name.getText();
  if (!node.initializer) {
    if (!written) throw new OracleGap("a local without a type", node);
    scope.declare(name, written);
    return () => Signal.Next;
  }
  const value = compileExpression(scope, node.initializer, written);
  const { type, run } = written ? convertTo(scope, value, written, node.initializer) : value;
  const slot = scope.declare(name, type);
  assigned(scope, name, type, value.type);
  if (using) scope.releases.push(releaseOf(type, slot, node));
  return (frame) => {
    frame.slots[slot] = run(frame);
    return Signal.Next;
  };
}
