/**
 * Declarations inside functions.
 */
import { compileAs, compileExpression } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import { resolveType } from "./resolve.ts";
import { Signal, type Statement } from "./statements.ts";
import type { ts } from "./syntax.ts";

/** Each declaration gives its local a fresh value, also when a loop comes by again. */
export function compileVariables(scope: Scope, list: ts.VariableDeclarationList): Statement {
  const steps = list.declarations.map((node) => compileVariable(scope, node));
  const [only] = steps;
  if (only && steps.length === 1) return only;
  return (frame) => {
    for (const step of steps) step(frame);
    return Signal.Next;
  };
}

function compileVariable(scope: Scope, node: ts.VariableDeclaration): Statement {
  const written = node.type && resolveType(scope.module, node.type);
  const name = node.name.getText();
  if (!node.initializer) {
    if (!written) throw new OracleGap("a local without a type", node);
    scope.declare(name, written);
    return () => Signal.Next;
  }
  const { type, run } = written
    ? compileAs(scope, node.initializer, written)
    : compileExpression(scope, node.initializer, undefined);
  const slot = scope.declare(name, type);
  return (frame) => {
    frame.slots[slot] = run(frame);
    return Signal.Next;
  };
}
