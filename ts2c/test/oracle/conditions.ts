/**
 * Conditions, `&&`, `||`, `? :` and `??`.
 */
import { type Compiled, compileExpression, convertTo } from "./expressions.ts";
import { factsOf } from "./narrowing.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import { ts, withoutParentheses } from "./syntax.ts";
import { BOOL, integerOf, type Type, wider, withoutNull } from "./types.ts";
import type { Frame } from "./values.ts";

/** A bool, or whether a reference is there. */
export function compileCondition(scope: Scope, expression: ts.Expression): (frame: Frame) => boolean {
  const node = withoutParentheses(expression);
  const { type, run } = ts.isBinaryExpression(node)
    ? compileExpression(scope, node, BOOL)
    : compileExpression(scope, node, undefined);
  if (type.kind === "bool") return run as (frame: Frame) => boolean;
  if (!["nullable", "class", "union", "array", "function", "null"].includes(type.kind)) {
    throw new OracleGap(`a condition of the type ${type.kind}`, node);
  }
  return (frame) => run(frame) !== null;
}

export function compileLogical(scope: Scope, node: ts.BinaryExpression): Compiled {
  const left = compileCondition(scope, node.left);
  const and = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  const right = compileCondition(scope.inner(factsOf(scope, node.left, and)), node.right);
  return {
    type: BOOL,
    run: and ? (frame) => left(frame) && right(frame) : (frame) => left(frame) || right(frame),
  };
}

export function compileNullish(
  scope: Scope,
  node: ts.BinaryExpression,
  expected: Type | undefined,
): Compiled {
  const left = compileExpression(scope, node.left, undefined);
  const right = compileExpression(scope, node.right, expected ?? left.type);
  const canBeNull = right.type.kind === "nullable" || right.type.kind === "null";
  const a = left.run;
  const b = right.run;
  return {
    type: canBeNull ? left.type : withoutNull(left.type),
    run: (frame) => a(frame) ?? b(frame),
  };
}

export function compileConditional(
  scope: Scope,
  node: ts.ConditionalExpression,
  expected: Type | undefined,
): Compiled {
  const condition = compileCondition(scope, node.condition);
  const a = compileExpression(scope.inner(factsOf(scope, node.condition, true)), node.whenTrue, expected);
  const b = compileExpression(
    scope.inner(factsOf(scope, node.condition, false)),
    node.whenFalse,
    expected ?? (a.type.kind === "literal" ? undefined : a.type),
  );
  const type = branchType(a, b, expected, node);
  const yes = convertTo(scope, a, type, node.whenTrue).run;
  const no = convertTo(scope, b, type, node.whenFalse).run;
  return { type, run: (frame) => (condition(frame) ? yes(frame) : no(frame)) };
}

/** The wider of two integers; with a literal, the other; of two literals, what is expected. */
function branchType(a: Compiled, b: Compiled, expected: Type | undefined, node: ts.Node): Type {
  const around = expected && withoutNull(expected);
  if (expected && around?.kind === "union") return expected;
  const x = integerOf(a.type);
  const y = integerOf(b.type);
  if (a.type.kind === "enum" && b.type.kind === "enum") return a.type;
  if (x && y) return wider(x, y);
  if (x) return a.type;
  if (y) return b.type;
  const float = [a.type, b.type].find((type) => type.kind === "float");
  if (float) return float;
  if (a.type.kind === "fraction" && around) return around;
  if (a.type.kind === "literal") {
    if (!integerOf(expected) || !expected) throw new OracleGap("a choice without a width", node);
    return expected;
  }
  if (a.type.kind === "null")
    return b.type.kind === "null" ? b.type : { kind: "nullable", of: withoutNull(b.type) };
  if (b.type.kind === "null") return { kind: "nullable", of: withoutNull(a.type) };
  if (a.type.kind === "never") return b.type;
  return b.type.kind === "nullable" ? b.type : a.type;
}
