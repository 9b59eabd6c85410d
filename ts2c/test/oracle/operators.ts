/**
 * Unary and binary operators, and which width they work at.
 */
import { arithmetic, comparison, shift } from "./arithmetic.ts";
import { compileAssignment } from "./assignments.ts";
import { compileCondition, compileLogical, compileNullish } from "./conditions.ts";
import { exact } from "./constants.ts";
import { type Compiled, compileExpression, constantValue, convertTo, failure } from "./expressions.ts";
import { floatArithmetic, floatComparison, floatOf, fractionValue } from "./floats.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import { ts, withoutParentheses } from "./syntax.ts";
import { BOOL, type IntegerType, integerOf, LITERAL, type Type, wider, wrap, wrapper } from "./types.ts";
import { compileUpdate } from "./updates.ts";
import type { Frame, TextValue, Value } from "./values.ts";

const SHIFTS = new Set(["<<", ">>", ">>>"]);
const ARITHMETIC = new Set(["+", "-", "*", "/", "%", "&", "|", "^"]);
const COMPARISONS = new Set(["===", "!==", "<", "<=", ">", ">="]);
const ASSIGNMENTS = new Set(["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ">>>="]);

export function compileBinary(scope: Scope, node: ts.BinaryExpression, expected: Type | undefined): Compiled {
  const operator = node.operatorToken.getText();
  if (ASSIGNMENTS.has(operator)) return compileAssignment(scope, node);
  if (operator === "&&" || operator === "||") return compileLogical(scope, node);
  if (operator === "??") return compileNullish(scope, node, expected);
  if (SHIFTS.has(operator)) return compileShift(scope, node, expected);
  if (COMPARISONS.has(operator)) {
    const [left, right] = compileOperands(scope, node, undefined);
    return compare(scope, operator, left, right, node);
  }
  if (!ARITHMETIC.has(operator)) throw new OracleGap(`the operator ${operator}`, node);
  const [left, right] = compileOperands(scope, node, expected);
  return combine(scope, operator, left, right, node.operatorToken);
}

/** Whether an expression is made of literals only, so that its width comes from around it. */
export function isWidthless(expression: ts.Expression): boolean {
  const node = withoutParentheses(expression);
  if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) {
    return node.operator !== ts.SyntaxKind.ExclamationToken && isWidthless(node.operand);
  }
  if (ts.isConditionalExpression(node)) return isWidthless(node.whenTrue) && isWidthless(node.whenFalse);
  if (!ts.isBinaryExpression(node)) return false;
  const operator = node.operatorToken.getText();
  if (SHIFTS.has(operator)) return isWidthless(node.left);
  return ARITHMETIC.has(operator) && isWidthless(node.left) && isWidthless(node.right);
}

function compileOperands(
  scope: Scope,
  node: ts.BinaryExpression,
  expected: Type | undefined,
): [Compiled, Compiled] {
  return compileOperandPair(scope, node.left, node.right, expected);
}

/** Two operands that meet; one without a width takes that of the other. */
export function compileOperandPair(
  scope: Scope,
  l: ts.Expression,
  r: ts.Expression,
  expected: Type | undefined,
): [Compiled, Compiled] {
  const around = integerOf(expected);
  if (isWidthless(l) && !isWidthless(r)) {
    const right = compileExpression(scope, r, around);
    return [compileExpression(scope, l, integerOf(right.type) ?? around), right];
  }
  const left = compileExpression(scope, l, around);
  return [left, compileExpression(scope, r, integerOf(left.type) ?? around)];
}

/** `left operator right` at the wider of the two widths; also what compound assignments do. */
export function combine(
  scope: Scope,
  operator: string,
  left: Compiled,
  right: Compiled,
  at: ts.Node,
): Compiled {
  const float = floatOf(left, right);
  if (float) return floatArithmetic(scope, operator, float, [left, right], at);
  const type = commonType(left, right);
  if (!type) return constantValue(LITERAL, exact(operator, literal(left, at), literal(right, at), at));
  const a = convertTo(scope, left, type, at);
  const b = convertTo(scope, right, type, at);
  const run = arithmetic(operator, type, a.run, b.run, failure(scope, "byZero", at));
  return { type, run, constant: foldedConstant(operator, type, a, b, at) };
}

function commonType(left: Compiled, right: Compiled): IntegerType | undefined {
  const a = integerOf(left.type);
  const b = integerOf(right.type);
  return a && b ? wider(a, b) : (a ?? b);
}

function literal(value: Compiled, at: ts.Node): bigint {
  if (value.constant === undefined) throw new OracleGap("an operand of this kind", at);
  return value.constant;
}

function foldedConstant(
  operator: string,
  type: IntegerType,
  a: Compiled,
  b: Compiled,
  at: ts.Node,
): bigint | undefined {
  if (a.constant === undefined || b.constant === undefined) return undefined;
  return wrap(exact(operator, a.constant, b.constant, at), type);
}

function compare(
  scope: Scope,
  operator: string,
  left: Compiled,
  right: Compiled,
  node: ts.BinaryExpression,
): Compiled {
  const float = floatOf(left, right);
  if (float) return floatComparison(scope, operator, float, [left, right], node);
  const type = commonType(left, right);
  if (type) {
    const [a, b] = [left, right].map((side) =>
      side.constant === undefined ? side : constantValue(type, wrap(side.constant, type)),
    ) as [Compiled, Compiled];
    return { type: BOOL, run: comparison(operator, a.run, b.run) };
  }
  if (left.type.kind === "literal") return { type: BOOL, run: comparison(operator, left.run, right.run) };
  if (operator !== "===" && operator !== "!==") throw new OracleGap("this comparison", node);
  return { type: BOOL, run: equality(operator === "===", left, right) };
}

/** Equality of booleans, references and functions; of strings by their bytes. */
function equality(wanted: boolean, left: Compiled, right: Compiled): (frame: Frame) => Value {
  const a = left.run;
  const b = right.run;
  if (left.type.kind !== "string") return (frame) => (a(frame) === b(frame)) === wanted;
  return (frame) => sameText(a(frame) as TextValue, b(frame) as TextValue) === wanted;
}

function sameText(a: TextValue, b: TextValue): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a.slots[a.start + i] !== b.slots[b.start + i]) return false;
  return true;
}

function compileShift(scope: Scope, node: ts.BinaryExpression, expected: Type | undefined): Compiled {
  const left = compileExpression(scope, node.left, integerOf(expected));
  const count = compileExpression(scope, node.right, undefined);
  return shiftBy(scope, node.operatorToken.getText(), left, count, integerOf(expected), node.operatorToken);
}

/** A shift of compiled operands; also what compound assignments do. */
export function shiftBy(
  scope: Scope,
  operator: string,
  left: Compiled,
  count: Compiled,
  expected: IntegerType | undefined,
  at: ts.Node,
): Compiled {
  if (left.type.kind === "literal" && count.constant !== undefined) {
    return constantValue(LITERAL, exact(operator, literal(left, at), count.constant, at));
  }
  const type = integerOf(left.type) ?? expected;
  if (!type) throw new OracleGap("a shift without a width", at);
  const value = convertTo(scope, left, type, at);
  const run = shift(operator, type, value.run, count.run, failure(scope, "shift", at));
  if (value.constant === undefined || count.constant === undefined) return { type, run };
  return { type, run, constant: wrap(exact(operator, value.constant, count.constant, at), type) };
}

export function compilePrefix(
  scope: Scope,
  node: ts.PrefixUnaryExpression,
  expected: Type | undefined,
): Compiled {
  const operator = ts.tokenToString(node.operator) ?? "";
  if (operator === "++" || operator === "--") return compileUpdate(scope, operator, node.operand, true);
  if (operator === "!") {
    const condition = compileCondition(scope, node.operand);
    return { type: BOOL, run: (frame) => !condition(frame) };
  }
  const operand = compileExpression(scope, node.operand, expected);
  const { constant, run } = operand;
  const { fraction } = operand;
  if (fraction) return fractionValue({ ...fraction, negative: !fraction.negative });
  if (operand.type.kind === "float") return { type: operand.type, run: (frame) => -(run(frame) as number) };
  const apply =
    operator === "-" ? (x: bigint) => -x : operator === "~" ? (x: bigint) => ~x : (x: bigint) => x;
  if (operand.type.kind === "literal") return constantValue(LITERAL, apply(literal(operand, node)));
  const type = integerOf(operand.type);
  if (!type) throw new OracleGap(`the operator ${operator} here`, node);
  const fix = wrapper(type);
  if (constant !== undefined) return constantValue(type, fix(apply(constant)));
  return { type, run: (frame) => fix(apply(run(frame) as bigint)) };
}
