/**
 * Expressions. Each kind has its own small reader in the table; a kind without one is outside the language.
 */

import type { Expression, Variable } from "../tree.ts";
import { readCall, readNew } from "./calls.ts";
import { flowOf } from "./flow.ts";
import { readArrow } from "./functions.ts";
import { integerValue } from "./literals.ts";
import type { Reader } from "./reader.ts";
import { readType } from "./types.ts";
import ts from "./typescript.mjs";

type Visitor = (reader: Reader, node: never) => Expression;

/** Reads an expression; what is not in the language is reported and becomes `wrong`. */
export function readExpression(reader: Reader, node: ts.Expression): Expression {
  const visitor = VISITORS.get(node.kind);
  if (visitor) return visitor(reader, node as never);
  reader.unsupported(node, REFUSED.get(node.kind));
  return wrongExpression(reader, node);
}

export function wrongExpression(reader: Reader, node: ts.Node): Expression {
  return { kind: "wrong", at: reader.at(node) };
}

function readNumber(reader: Reader, node: ts.NumericLiteral | ts.BigIntLiteral): Expression {
  const text = node.getText();
  const value = integerValue(text);
  if (value !== undefined) return { kind: "integer", value, text, at: reader.at(node) };
  return { kind: "fraction", value: Number(text.replaceAll("_", "")), text, at: reader.at(node) };
}

function readName(reader: Reader, node: ts.Identifier): Expression {
  const symbol = reader.symbolOf(node);
  if (!symbol) return wrongExpression(reader, node);
  const declaration = reader.declarationOf(symbol);
  if (declaration?.kind === "member") {
    return { kind: "name", declaration, nonNull: () => true, at: reader.at(node) };
  }
  if (declaration?.kind === "variable" || declaration?.kind === "function") {
    if (!declaration.module.library) {
      return { kind: "name", declaration, ...flowOf(reader, node), at: reader.at(node) };
    }
  }
  if (symbol.name === "undefined") reader.unsupported(node, "`undefined` is");
  else reader.report(node, "libraryValue", node.text);
  return wrongExpression(reader, node);
}

function readMember(reader: Reader, node: ts.PropertyAccessExpression): Expression {
  if (node.questionDotToken) {
    reader.unsupported(node, "optional chaining is");
    return wrongExpression(reader, node);
  }
  const symbol = reader.symbolOf(node);
  const declaration = symbol && reader.declarationOf(symbol);
  if (declaration?.kind === "member") {
    return { kind: "name", declaration, nonNull: () => true, at: reader.at(node) };
  }
  const isStatic =
    (declaration?.kind === "variable" && declaration.scope === "module") ||
    (declaration?.kind === "function" && !declaration.receiver);
  if (isStatic && !declaration.module.library)
    return { kind: "name", declaration, ...flowOf(reader, node), at: reader.at(node) };
  const object = readExpression(reader, node.expression);
  const method = declaration?.kind === "function" ? declaration : null;
  if (ts.isPrivateIdentifier(node.name))
    reader.unsupported(node.name, "a name with `#` is (write `private`)");
  return {
    kind: "member",
    object,
    name: node.name.text,
    method,
    ...flowOf(reader, node),
    at: reader.at(node),
  };
}

/** `this` of the method around; in an arrow function it is a captured name like any other. */
function readThis(reader: Reader, node: ts.Expression): Expression {
  const owner = [...reader.owners].reverse().find((made) => !made.arrow);
  if (owner?.receiver) {
    const declaration: Variable = owner.receiver;
    return { kind: "name", declaration, ...flowOf(reader, node), at: reader.at(node) };
  }
  reader.unsupported(node, "`this` outside a method is");
  return wrongExpression(reader, node);
}

function readTemplate(reader: Reader, node: ts.TemplateExpression): Expression {
  const texts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  const values = node.templateSpans.map((span) => readExpression(reader, span.expression));
  return { kind: "template", texts, values, at: reader.at(node) };
}

function readIndex(reader: Reader, node: ts.ElementAccessExpression): Expression {
  if (node.questionDotToken) reader.unsupported(node, "optional chaining is");
  const object = readExpression(reader, node.expression);
  const index = readExpression(reader, node.argumentExpression);
  return { kind: "index", object, index, ...flowOf(reader, node), at: reader.at(node) };
}

function readPrefix(reader: Reader, node: ts.PrefixUnaryExpression): Expression {
  const operand = readExpression(reader, node.operand);
  const operator = ts.tokenToString(node.operator) as "-" | "+" | "~" | "!" | "++" | "--";
  const at = reader.at(node);
  if (operator === "++" || operator === "--") return { kind: "update", operator, prefix: true, operand, at };
  return { kind: "unary", operator, operand, at };
}

function readPostfix(reader: Reader, node: ts.PostfixUnaryExpression): Expression {
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? "++" : "--";
  return {
    kind: "update",
    operator,
    prefix: false,
    operand: readExpression(reader, node.operand),
    at: reader.at(node),
  };
}

const BINARY = new Set("+ - * / % & | ^ << >> >>> === !== == != < <= > >= && || ??".split(" "));
const ASSIGNMENT = new Set("= += -= *= /= %= &= |= ^= <<= >>= >>>=".split(" "));

function readBinary(reader: Reader, node: ts.BinaryExpression): Expression {
  const operator = ts.tokenToString(node.operatorToken.kind) ?? "";
  if (!BINARY.has(operator) && !ASSIGNMENT.has(operator)) {
    reader.unsupported(node.operatorToken, `the operator \`${operator}\` is`);
    return wrongExpression(reader, node);
  }
  const left = readExpression(reader, node.left);
  const right = readExpression(reader, node.right);
  if (ASSIGNMENT.has(operator)) {
    return {
      kind: "assign",
      operator: operator.slice(0, -1),
      target: left,
      value: right,
      at: reader.at(node),
    };
  }
  return { kind: "binary", operator, left, right, at: reader.at(node.operatorToken) };
}

function readConditional(reader: Reader, node: ts.ConditionalExpression): Expression {
  return {
    kind: "conditional",
    condition: readExpression(reader, node.condition),
    whenTrue: readExpression(reader, node.whenTrue),
    whenFalse: readExpression(reader, node.whenFalse),
    at: reader.at(node),
  };
}

function readCast(reader: Reader, node: ts.AsExpression): Expression {
  const operand = readExpression(reader, node.expression);
  if (ts.isTypeReferenceNode(node.type) && node.type.getText() === "const") return operand;
  return { kind: "cast", operand, type: readType(reader, node.type), at: reader.at(node) };
}

const REFUSED = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.ObjectLiteralExpression, "object literals are"],
  [ts.SyntaxKind.ArrayLiteralExpression, "array literals are (arrayOf makes a FixedArray)"],
  [ts.SyntaxKind.TaggedTemplateExpression, "template literals are"],
  [ts.SyntaxKind.RegularExpressionLiteral, "regular expressions are"],
  [ts.SyntaxKind.DeleteExpression, "`delete` is"],
  [ts.SyntaxKind.TypeOfExpression, "`typeof` at run time is"],
  [ts.SyntaxKind.VoidExpression, "the operator `void` is"],
  [ts.SyntaxKind.AwaitExpression, "`await` is"],
  [ts.SyntaxKind.YieldExpression, "generators are"],
  [ts.SyntaxKind.SpreadElement, "spreading is"],
  [ts.SyntaxKind.FunctionExpression, "function expressions are (an arrow function that captures nothing is)"],
  [ts.SyntaxKind.ClassExpression, "class expressions are"],
  [ts.SyntaxKind.SatisfiesExpression, "`satisfies` is"],
]);

const VISITORS = new Map<ts.SyntaxKind, Visitor>([
  [ts.SyntaxKind.NumericLiteral, readNumber],
  [ts.SyntaxKind.BigIntLiteral, readNumber],
  [ts.SyntaxKind.Identifier, readName],
  [ts.SyntaxKind.PropertyAccessExpression, readMember],
  [ts.SyntaxKind.ElementAccessExpression, readIndex],
  [ts.SyntaxKind.PrefixUnaryExpression, readPrefix],
  [ts.SyntaxKind.PostfixUnaryExpression, readPostfix],
  [ts.SyntaxKind.BinaryExpression, readBinary],
  [ts.SyntaxKind.ConditionalExpression, readConditional],
  [ts.SyntaxKind.AsExpression, readCast],
  [ts.SyntaxKind.CallExpression, readCall],
  [ts.SyntaxKind.ArrowFunction, readArrow],
  [ts.SyntaxKind.TemplateExpression, readTemplate],
  [
    ts.SyntaxKind.NoSubstitutionTemplateLiteral,
    (reader, node: ts.NoSubstitutionTemplateLiteral) => ({
      kind: "template",
      texts: [node.text],
      values: [],
      at: reader.at(node),
    }),
  ],
  [ts.SyntaxKind.NewExpression, readNew],
  [ts.SyntaxKind.ThisKeyword, readThis],
  [
    ts.SyntaxKind.StringLiteral,
    (reader, node: ts.StringLiteral) => ({ kind: "text", value: node.text, at: reader.at(node) }),
  ],
  [
    ts.SyntaxKind.TrueKeyword,
    (reader, node: ts.Node) => ({ kind: "boolean", value: true, at: reader.at(node) }),
  ],
  [
    ts.SyntaxKind.FalseKeyword,
    (reader, node: ts.Node) => ({ kind: "boolean", value: false, at: reader.at(node) }),
  ],
  [ts.SyntaxKind.NullKeyword, (reader, node: ts.Node) => ({ kind: "null", at: reader.at(node) })],
  [
    ts.SyntaxKind.ParenthesizedExpression,
    (reader, node: ts.ParenthesizedExpression) => readExpression(reader, node.expression),
  ],
  [
    ts.SyntaxKind.NonNullExpression,
    (reader, node: ts.NonNullExpression) => ({
      kind: "nonNull",
      operand: readExpression(reader, node.expression),
      at: reader.at(node),
    }),
  ],
]);
