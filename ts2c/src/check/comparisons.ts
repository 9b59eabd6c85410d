/**
 * Comparisons: of integers, enums, booleans, strings, references and functions.
 */
import { binary, type CExpression, call, unary } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import { allowReference } from "./alignment.ts";
import { afterSteps, type Body, insteadOf } from "./body.ts";
import { convert } from "./convert.ts";
import { floatOperands, isFloat } from "./floats.ts";
import { unify } from "./operators.ts";
import { BOOL, type IntegerType, sameType, type Type, typeName } from "./types.ts";
import { boolValue, referenceC, type Value, wrongValue } from "./value.ts";

const EQUALITY = ["===", "!=="];

export const COMPARISONS = [...EQUALITY, "<", "<=", ">", ">="];

export function compare(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  if (left.type.kind === "wrong" || right.type.kind === "wrong") return wrongValue;
  if (isFloat(left.type) || isFloat(right.type)) {
    const operands = floatOperands(body, operator, left, right, at);
    return operands ? comparison(body, operator, operands[0], operands[1]) : wrongValue;
  }
  if (left.type.kind === "literal" && right.type.kind === "literal")
    return foldComparison(operator, left, right);
  if (EQUALITY.includes(operator)) {
    const other = compareOthers(body, operator, left, right, at);
    if (other) return other;
  }
  if (left.type.kind === "enum" && right.type.kind === "enum" && !sameType(left.type, right.type)) {
    body.report(at, "mismatch", `\`${typeName(right.type)}\``, `\`${typeName(left.type)}\``);
    return wrongValue;
  }
  const common = unify(body, operator, left, right, at);
  if (!common) return wrongValue;
  const [a, b] = common.values;
  if (a.constant !== undefined && b.constant !== undefined) return foldComparison(operator, a, b);
  if (neverVaries(operator, common.type, a, b)) {
    body.report(at, "constantComparison", operator === "<" || operator === ">" ? "false" : "true");
    return wrongValue;
  }
  return comparison(body, operator, a, b);
}

function neverVaries(operator: string, type: IntegerType, a: Value, b: Value): boolean {
  if (type.signed) return false;
  return (
    (b.constant === 0n && (operator === "<" || operator === ">=")) ||
    (a.constant === 0n && (operator === ">" || operator === "<="))
  );
}

const C_COMPARISON: Record<string, string> = { "===": "==", "!==": "!=" };

function comparison(body: Body, operator: string, a: Value, b: Value): Value {
  const { steps, values } = body.inOrder([a, b]);
  const [x, y] = values as [Value, Value];
  const c = binary(C_COMPARISON[operator] ?? operator, referenceC(x), referenceC(y));
  return { type: BOOL, c: afterSteps(steps, c), effects: a.effects | b.effects };
}

function foldComparison(operator: string, left: Value, right: Value): Value {
  const a = left.constant ?? 0n;
  const b = right.constant ?? 0n;
  const results: Record<string, boolean> = {
    "===": a === b,
    "!==": a !== b,
    "<": a < b,
    "<=": a <= b,
    ">": a > b,
    ">=": a >= b,
  };
  return boolValue(results[operator] ?? false);
}

/** Equality of booleans, strings, references and functions. */
function compareOthers(body: Body, operator: string, left: Value, right: Value, at: Position): Value | null {
  const a = left.type;
  const b = right.type;
  if (a.kind === "bool" && b.kind === "bool") return comparison(body, operator, left, right);
  if (a.kind === "string" && b.kind === "string") {
    const { steps, values } = body.inOrder([left, right]);
    const equal = call("ts2c_string_equal", ...values.map((value) => value.c));
    const c: CExpression = afterSteps(steps, operator === "===" ? equal : unary("!", equal));
    return { type: BOOL, c, effects: left.effects | right.effects };
  }
  const bare = (type: Type) => (type.kind === "nullable" ? type.of : type);
  const pointer = (type: Type) => ["class", "union", "array", "function"].includes(bare(type).kind);
  if (a.kind === "null" && b.kind === "null") return boolValue(operator === "===");
  if ((a.kind === "null" && pointer(b)) || (b.kind === "null" && pointer(a))) {
    const found = a.kind === "null" ? right : left;
    const value = found.declared ?? found;
    if (value.place || value.type.kind === "class" || value.type.kind === "array") {
      return insteadOf(value, boolValue(operator === "!=="));
    }
    return comparison(body, operator, value, a.kind === "null" ? left : right);
  }
  if (pointer(a) && pointer(b)) {
    if (!allowReference(body, left, at) || !allowReference(body, right, at)) return wrongValue;
    if (sameType(bare(a), bare(b))) return comparison(body, operator, left, right);
    const union = [bare(a), bare(b)].find((type) => type.kind === "union");
    if (union) {
      const type: Type = { kind: "nullable", of: union };
      const [x, y] = [convert(body, left, type, at), convert(body, right, type, at)];
      return x.type.kind === "wrong" || y.type.kind === "wrong"
        ? wrongValue
        : comparison(body, operator, x, y);
    }
    body.report(at, "mismatch", `\`${typeName(b)}\``, `\`${typeName(a)}\``);
    return wrongValue;
  }
  return null;
}
