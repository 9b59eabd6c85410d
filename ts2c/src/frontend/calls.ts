/**
 * Calls: of functions, of function values, and of the library's intrinsics.
 */

import type { Expression, Placement } from "../tree.ts";
import { readExpression, wrongExpression } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { readType } from "./types.ts";
import ts from "./typescript.mjs";

/** Library functions that need more than a C call; all others are plain functions of `ts2c.h`. */
const SPECIAL = new Set(
  (
    "u8 u16 u32 i8 i16 i32 u64 i64 f32 f64 VirtualAddress UserAddress PhysicalAddress zeroed arrayOf spanOf subSpan bytesOf " +
    "stringOf format hex copy sizeOf offsetOf panic symbol print referenceAt spanAt addressOf"
  ).split(" "),
);

/** Reads a call. */
export function readCall(reader: Reader, node: ts.CallExpression): Expression {
  const at = reader.at(node);
  if (node.questionDotToken) reader.unsupported(node, "optional chaining is");
  const special = specialName(reader, node.expression);
  if (special === "zeroed") return readZeroed(reader, node);
  const args = node.arguments.map((argument) => readExpression(reader, argument));
  if (special) {
    const types = (node.typeArguments ?? []).map((type) => readType(reader, type));
    return { kind: "intrinsic", name: special, types, args, options: null, at };
  }
  const types = (node.typeArguments ?? []).map((type) => readType(reader, type));
  return { kind: "call", callee: readCallee(reader, node.expression), types, args, at };
}

function specialName(reader: Reader, callee: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression)) {
    const space = reader.symbolOf(callee.expression);
    if (space && reader.libraryName(space) === "checked") return `checked.${callee.name.text}`;
    return undefined;
  }
  if (!ts.isIdentifier(callee)) return undefined;
  const symbol = reader.symbolOf(callee);
  const name = symbol && reader.libraryName(symbol);
  return name && SPECIAL.has(name) ? name : undefined;
}

function readCallee(reader: Reader, node: ts.Expression): Expression {
  if (!ts.isIdentifier(node)) return readExpression(reader, node);
  const symbol = reader.symbolOf(node);
  const declaration = symbol && reader.declarationOf(symbol);
  if (declaration?.kind === "function")
    return { kind: "name", declaration, nonNull: () => true, at: reader.at(node) };
  return symbol ? readExpression(reader, node) : wrongExpression(reader, node);
}

/** Reads `new Class<…>(…)`. */
export function readNew(reader: Reader, node: ts.NewExpression): Expression {
  const symbol = reader.symbolOf(node.expression);
  const declaration = symbol && reader.declarationOf(symbol);
  const types = (node.typeArguments ?? []).map((type) => readType(reader, type));
  const args = (node.arguments ?? []).map((argument) => readExpression(reader, argument));
  if (declaration?.kind === "class" && !declaration.module.library) {
    return { kind: "new", class: declaration, types, args, at: reader.at(node) };
  }
  reader.unsupported(node, "`new` of something that is not a class of the program is");
  return wrongExpression(reader, node);
}

function readZeroed(reader: Reader, node: ts.CallExpression): Expression {
  const types = (node.typeArguments ?? []).map((type) => readType(reader, type));
  const options: Placement = { align: null, section: null };
  const [argument] = node.arguments;
  if (argument && ts.isObjectLiteralExpression(argument)) {
    for (const property of argument.properties) {
      const name = property.name?.getText();
      if (ts.isPropertyAssignment(property) && (name === "align" || name === "section")) {
        options[name] = readExpression(reader, property.initializer);
      } else reader.unsupported(property, "this property is");
    }
  } else if (argument) reader.unsupported(argument, "a placement that is not written out here is");
  return { kind: "intrinsic", name: "zeroed", types, args: [], options, at: reader.at(node) };
}
