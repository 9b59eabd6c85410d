/**
 * Constants that are needed before anything runs: members of enums, lengths, alignments.
 */
import { compileExpression } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import { type Module, moduleScope } from "./program.ts";
import { integerText, ts, withoutParentheses } from "./syntax.ts";
import { VOID } from "./types.ts";

/** The exact value of a constant expression; `members` are those of the enum around it. */
export function constantOf(
  module: Module,
  expression: ts.Expression,
  members: ReadonlyMap<string, bigint> = new Map(),
): bigint {
  const node = withoutParentheses(expression);
  if (ts.isIdentifier(node) && members.has(node.text)) return members.get(node.text) as bigint;
  if (ts.isNumericLiteral(node)) return integerText(node.getText());
  if (members.size > 0 && ts.isBinaryExpression(node)) {
    const [a, b] = [node.left, node.right].map((side) => constantOf(module, side, members)) as [
      bigint,
      bigint,
    ];
    return exact(node.operatorToken.getText(), a, b, node);
  }
  const { constant } = compileExpression(moduleScope(module, VOID), node, undefined);
  if (constant === undefined) throw new OracleGap("this constant", node);
  return constant;
}

/** What an operator gives for two integers of no particular width. */
export function exact(operator: string, a: bigint, b: bigint, node: ts.Node): bigint {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "<<":
      return a << b;
    case ">>":
    case ">>>":
      return a >> b;
    default:
      throw new OracleGap(`the operator ${operator} here`, node);
  }
}
