/**
 * Reading fields, lengths, members of enums, and elements.
 */
import { type Compiled, compileExpression, constantValue } from "./expressions.ts";
import { compileObject, readGetter, readStatic, staticMember } from "./methods.ts";
import { narrowed } from "./narrowing.ts";
import { elementPlace, fieldPlace, loading, type Place } from "./places.ts";
import type { Scope } from "./program.ts";
import { enumOf } from "./resolve.ts";
import { ts } from "./syntax.ts";
import { U32 } from "./types.ts";
import type { Frame, SpanValue, Value } from "./values.ts";

export function compileMember(scope: Scope, node: ts.PropertyAccessExpression): Compiled {
  const found = staticMember(scope, node);
  if (found) return readStatic(found);
  return enumMember(scope, node) ?? lengthOf(scope, node) ?? readMember(scope, node);
}

function readMember(scope: Scope, node: ts.PropertyAccessExpression): Compiled {
  const object = compileObject(scope, node);
  return (
    readGetter(object, node.name.text) ?? narrowed(scope, readPlace(fieldPlace(scope, node, object)), node)
  );
}

export function compileElement(scope: Scope, node: ts.ElementAccessExpression): Compiled {
  return narrowed(scope, readPlace(elementPlace(scope, node)), node);
}

function readPlace(place: Place): Compiled {
  const { type, locate } = place;
  if (place.bits) {
    const load = loading(place);
    return { type, run: (frame) => load(locate(frame)) };
  }
  const run = (frame: Parameters<typeof locate>[0]) => {
    const { slots, key } = locate(frame);
    return slots[key];
  };
  return { type, run };
}

function enumMember(scope: Scope, node: ts.PropertyAccessExpression): Compiled | undefined {
  if (!ts.isIdentifier(node.expression)) return undefined;
  const entity = scope.find(node.expression.text);
  if (entity?.kind !== "enum") return undefined;
  const info = enumOf(entity);
  const value = info.values.get(node.name.text);
  return value === undefined ? undefined : constantValue({ kind: "enum", info }, value);
}

function lengthOf(scope: Scope, node: ts.PropertyAccessExpression): Compiled | undefined {
  if (node.name.text !== "length") return undefined;
  const { type, run } = compileExpression(scope, node.expression, undefined);
  if (type.kind === "array") {
    const length = BigInt(type.length);
    if (ts.isIdentifier(node.expression)) return constantValue(U32, length);
    const lengthAfter = (frame: Frame): Value => {
      run(frame);
      return length;
    };
    return { type: U32, run: lengthAfter };
  }
  if (type.kind !== "span" && type.kind !== "string") return undefined;
  return { type: U32, run: (frame) => BigInt((run(frame) as SpanValue).length) };
}
