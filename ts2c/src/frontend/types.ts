/**
 * Types as written. Never looks at TypeScript's inferred types: widths come from declarations alone.
 */

import type { ClassTree, EnumTree, TypeParameterTree, TypeSyntax } from "../tree.ts";
import { integerValue } from "./literals.ts";
import type { Reader } from "./reader.ts";
import ts from "./typescript.mjs";

const KEYWORDS = new Map<
  ts.SyntaxKind,
  "boolean" | "string" | "void" | "never" | "null" | "number" | "bigint" | "unknown"
>([
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.VoidKeyword, "void"],
  [ts.SyntaxKind.NeverKeyword, "never"],
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.BigIntKeyword, "bigint"],
  [ts.SyntaxKind.UnknownKeyword, "unknown"],
]);

/** Reads a type; what is not in the language is reported and becomes `wrong`. */
export function readType(reader: Reader, node: ts.TypeNode): TypeSyntax {
  const at = reader.at(node);
  const keyword = KEYWORDS.get(node.kind);
  const library = reader.program.library.has(node.getSourceFile());
  if (!library && (keyword === "number" || keyword === "bigint" || keyword === "unknown"))
    return wrong(reader, node);
  if (keyword) return { kind: "keyword", name: keyword, at };
  if (ts.isParenthesizedTypeNode(node)) return readType(reader, node.type);
  if (ts.isUnionTypeNode(node)) {
    return { kind: "union", members: node.types.map((member) => readType(reader, member)), at };
  }
  if (ts.isLiteralTypeNode(node)) return readLiteralType(reader, node);
  if (ts.isTypeReferenceNode(node)) return readReference(reader, node);
  if (ts.isTypeQueryNode(node)) return readTypeQuery(reader, node);
  if (ts.isFunctionTypeNode(node)) return readFunctionType(reader, node);
  return wrong(reader, node);
}

function wrong(reader: Reader, node: ts.Node): TypeSyntax {
  reader.report(node, "unknownType", `\`${node.getText()}\``);
  return { kind: "wrong", at: reader.at(node) };
}

function readLiteralType(reader: Reader, node: ts.LiteralTypeNode): TypeSyntax {
  const at = reader.at(node);
  if (node.literal.kind === ts.SyntaxKind.NullKeyword) return { kind: "keyword", name: "null", at };
  if (ts.isNumericLiteral(node.literal)) {
    const value = integerValue(node.literal.getText());
    if (value !== undefined) return { kind: "integer", value, at };
  }
  return wrong(reader, node);
}

function readReference(reader: Reader, node: ts.TypeReferenceNode): TypeSyntax {
  const at = reader.at(node);
  const symbol = reader.symbolOf(node.typeName);
  if (!symbol) return { kind: "wrong", at };
  const args = (node.typeArguments ?? []).map((argument) => readType(reader, argument));
  const declaration = reader.declarationOf(symbol);
  if (declaration?.kind === "class" && declaration.module.library)
    return { kind: "declared", declaration, args, at };
  if (declaration?.kind === "typeParameter" && !declaration.module.library)
    return { kind: "parameter", parameter: declaration, at };
  const library = reader.libraryName(symbol);
  if (library) return { kind: "library", name: library, args, at };
  if (!declaration || ["variable", "function", "typeParameter"].includes(declaration.kind)) {
    return wrong(reader, node);
  }
  if (args.length > 0 && declaration.kind !== "class" && declaration.kind !== "alias")
    return wrong(reader, node);
  return { kind: "declared", declaration: declaration as ClassTree | EnumTree, args, at };
}

function readTypeQuery(reader: Reader, node: ts.TypeQueryNode): TypeSyntax {
  const symbol = reader.symbolOf(node.exprName);
  const declaration = symbol && reader.declarationOf(symbol);
  if (declaration?.kind === "member") return { kind: "declared", declaration, args: [], at: reader.at(node) };
  if (declaration?.kind !== "variable") return wrong(reader, node);
  return { kind: "typeof", variable: declaration, at: reader.at(node) };
}

/** Reads the type parameters of a class or function; what they extend is TypeScript's to check. */
export function readTypeParameters(
  reader: Reader,
  nodes: readonly ts.TypeParameterDeclaration[] | undefined,
): TypeParameterTree[] {
  return (nodes ?? []).map((node) => {
    if (node.default) reader.unsupported(node, "a default for a type parameter is");
    return reader.declarationFor(node) as TypeParameterTree;
  });
}

function readFunctionType(reader: Reader, node: ts.FunctionTypeNode): TypeSyntax {
  if (node.typeParameters) reader.unsupported(node, "type parameters are");
  const parameters = node.parameters.map((parameter): TypeSyntax => {
    if (parameter.questionToken || parameter.dotDotDotToken)
      reader.unsupported(parameter, "optional and rest parameters are");
    if (parameter.type) return readType(reader, parameter.type);
    reader.report(parameter, "missingType", "this parameter");
    return { kind: "wrong", at: reader.at(parameter) };
  });
  return { kind: "function", parameters, result: readType(reader, node.type), at: reader.at(node) };
}
