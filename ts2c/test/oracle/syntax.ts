/**
 * The only file of the oracle that imports `typescript`: parsing, lines, literals.
 *
 * Invariants: syntax alone is taken from TypeScript; its type checker is never asked, so that a mistake in how the
 * compiler uses it cannot be repeated here. Nothing of `ts2c/src` is imported by any file of this folder.
 */
import ts from "typescript";

export { ts };

/** Parses one file; the program has been accepted by the compiler already. */
export function parseFile(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
}

/** The line a node starts on, from 1. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

/** The value of an integer literal as written. */
export function integerText(text: string): bigint {
  return BigInt(text.replaceAll("_", "").replace(/n$/, ""));
}

/** Without the parentheses around it. */
export function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}

/** Whether a declaration carries a modifier. */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind)
  );
}
