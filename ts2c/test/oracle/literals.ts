/**
 * Literals.
 */
import { type Compiled, constantValue } from "./expressions.ts";
import { fractionValue, isFraction } from "./floats.ts";
import type { Scope } from "./program.ts";
import { integerText, type ts } from "./syntax.ts";
import { BOOL, LITERAL, NULL, STRING } from "./types.ts";
import { textOf } from "./values.ts";

export function compileInteger(_: Scope, node: ts.NumericLiteral | ts.BigIntLiteral): Compiled {
  const text = node.getText();
  if (isFraction(text)) return fractionValue({ text: text.replaceAll("_", ""), negative: false });
  return constantValue(LITERAL, integerText(text));
}

export function compileText(_: Scope, node: ts.StringLiteral): Compiled {
  const text = textOf(node.text);
  return { type: STRING, run: () => text };
}

export function compileTrue(): Compiled {
  return { type: BOOL, run: () => true };
}

export function compileFalse(): Compiled {
  return { type: BOOL, run: () => false };
}

export function compileNull(): Compiled {
  return { type: NULL, run: () => null };
}
