/**
 * Expressions become closures. Each kind of syntax has its own function in the table; a kind without one is a gap.
 *
 * Invariants: operands are evaluated from left to right; every closure gives a value of the expression's type.
 */
import { compileCall } from "./calls.ts";
import { compileConditional } from "./conditions.ts";
import { compileNew } from "./construct.ts";
import { type Fraction, fixFraction } from "./floats.ts";
import { compileArrow } from "./functions.ts";
import { compileFalse, compileInteger, compileNull, compileText, compileTrue } from "./literals.ts";
import { compileElement, compileMember } from "./members.ts";
import { compileThis } from "./methods.ts";
import { compileName } from "./names.ts";
import { compileBinary, compilePrefix } from "./operators.ts";
import { FAILURES, type FailureName, OracleGap, Trap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import { compileCast, compileNonNull } from "./references.ts";
import { lineOf, ts } from "./syntax.ts";
import { integerOf, type Type, wrap } from "./types.ts";
import { asSome } from "./unions.ts";
import { compilePostfix } from "./updates.ts";
import type { Frame, Value } from "./values.ts";

/** An expression that can be evaluated. */
export interface Compiled {
  readonly type: Type;
  readonly run: (frame: Frame) => Value;
  /** The value of a constant integer; exact and without a width when the type is `literal`. */
  readonly constant?: bigint | undefined;
  /** A floating-point literal that has no type yet. */
  readonly fraction?: Fraction | undefined;
}

/** Compiles one kind of expression. `expected` is the type around it: it gives literals their width. */
export type ExpressionCompiler = (scope: Scope, node: never, expected: Type | undefined) => Compiled;

let table: Map<ts.SyntaxKind, ExpressionCompiler> | null = null;

function makeTable(): Map<ts.SyntaxKind, ExpressionCompiler> {
  const { SyntaxKind } = ts;
  return new Map<ts.SyntaxKind, ExpressionCompiler>([
    [SyntaxKind.NumericLiteral, compileInteger],
    [SyntaxKind.BigIntLiteral, compileInteger],
    [SyntaxKind.StringLiteral, compileText],
    [SyntaxKind.TrueKeyword, compileTrue],
    [SyntaxKind.FalseKeyword, compileFalse],
    [SyntaxKind.NullKeyword, compileNull],
    [SyntaxKind.Identifier, compileName],
    [SyntaxKind.PropertyAccessExpression, compileMember],
    [SyntaxKind.ElementAccessExpression, compileElement],
    [SyntaxKind.PrefixUnaryExpression, compilePrefix],
    [SyntaxKind.PostfixUnaryExpression, compilePostfix],
    [SyntaxKind.BinaryExpression, compileBinary],
    [SyntaxKind.ConditionalExpression, compileConditional],
    [SyntaxKind.CallExpression, compileCall],
    [SyntaxKind.ArrowFunction, compileArrow],
    [SyntaxKind.NewExpression, compileNew],
    [SyntaxKind.ThisKeyword, compileThis],
    [SyntaxKind.NonNullExpression, compileNonNull],
    [SyntaxKind.AsExpression, compileCast],
    [
      SyntaxKind.ParenthesizedExpression,
      (scope, node: ts.ParenthesizedExpression, expected) =>
        compileExpression(scope, node.expression, expected),
    ],
  ]);
}

/** Compiles an expression. */
export function compileExpression(scope: Scope, node: ts.Expression, expected: Type | undefined): Compiled {
  table ??= makeTable();
  const compile = table.get(node.kind);
  if (!compile) throw new OracleGap(ts.SyntaxKind[node.kind], node);
  return compile(scope, node as never, expected);
}

/** Compiles an expression that stands where a value of this type is needed. */
export function compileAs(scope: Scope, node: ts.Expression, type: Type): Compiled {
  return convertTo(scope, compileExpression(scope, node, type), type, node);
}

/**
 * The implicit conversions. Between integers nothing can be lost, so the number stays; a literal gets its width, where
 * `~` has made it a bit pattern; null where none may be is a failed check.
 */
export function convertTo(scope: Scope, value: Compiled, type: Type, node: ts.Node): Compiled {
  const integer = integerOf(type);
  if (integer && value.constant !== undefined) return constantValue(type, wrap(value.constant, integer));
  if (type.kind === "float" && value.fraction) return fixFraction(value.fraction, type);
  const isNonNull = ["class", "union", "array", "function"].includes(type.kind);
  if (isNonNull && value.type.kind === "nullable") {
    return convertTo(scope, notNull(scope, value, node), type, node);
  }
  if (value.type.kind === "union") return convertUnion(scope, value, type, node);
  return { type, run: value.run };
}

/** A union becomes a wider one by itself; anything narrower is looked at. */
function convertUnion(scope: Scope, value: Compiled, type: Type, node: ts.Node): Compiled {
  if (type.kind === "class") return asSome(scope, value, [type.info], node);
  if (type.kind === "union") return { ...asSome(scope, value, type.members, node), type };
  if (type.kind !== "never") return { type, run: value.run };
  const fail = failure(scope, "unreachable", node);
  return { type, run: (frame) => value.run(frame) && fail() };
}

/** A constant of an integer or enum type. */
export function constantValue(type: Type, constant: bigint): Compiled {
  return { type, constant, run: () => constant };
}

/** The value without null; null is a failed check. */
export function notNull(scope: Scope, value: Compiled, node: ts.Node): Compiled {
  if (value.type.kind !== "nullable") return value;
  const { run } = value;
  const fail = failure(scope, "null", node);
  return { type: value.type.of, run: (frame) => run(frame) ?? fail() };
}

/** Makes the function that a failed check calls. */
export function failure(scope: Scope, name: FailureName, node: ts.Node): () => never {
  const line = lineOf(node);
  const file = scope.module.shown;
  return () => {
    throw new Trap(FAILURES[name], file, line);
  };
}
