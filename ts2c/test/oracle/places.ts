/**
 * What can be assigned: locals, module variables, fields, elements.
 *
 * Invariant: finding a place evaluates the object and the index, and checks them, before the new value is computed.
 */
import { bitsReplacer, takeBits } from "./bits.ts";
import { compileExpression, failure, notNull } from "./expressions.ts";
import { globalOf } from "./globals.ts";
import { compileObject, staticMember } from "./methods.ts";
import { OracleGap } from "./outcome.ts";
import type { GlobalEntity, Scope } from "./program.ts";
import { ts, withoutParentheses } from "./syntax.ts";
import { type BitField, type Type, U32, withoutNull } from "./types.ts";
import type { ArrayObject, Frame, SpanValue, StructObject, Value } from "./values.ts";

/** Where a value lies. */
export interface Location {
  readonly slots: Value[];
  readonly key: number;
}

export interface Place {
  readonly type: Type;
  /** For bits of a word; the location is that of the word. */
  readonly bits?: BitField | undefined;
  readonly locate: (frame: Frame) => Location;
}

/** Makes the function that reads what lies at a location. */
export function loading({ bits }: Place): (location: Location) => Value {
  if (!bits) return ({ slots, key }) => slots[key];
  return ({ slots, key }) => takeBits(slots[key] as bigint, bits);
}

/** Makes the function that stores a value at a location. */
export function storing(
  scope: Scope,
  { bits }: Place,
  node: ts.Node,
): (location: Location, value: Value) => void {
  if (!bits) {
    return ({ slots, key }, value) => {
      slots[key] = value;
    };
  }
  const replaced = bitsReplacer(scope, bits, node);
  return ({ slots, key }, value) => {
    slots[key] = replaced(slots[key] as bigint, value as bigint);
  };
}

/** Compiles the target of an assignment, or the operand of `++`. */
export function compilePlace(scope: Scope, expression: ts.Expression): Place {
  const node = withoutParentheses(expression);
  if (ts.isIdentifier(node)) return namedPlace(scope, node);
  if (ts.isPropertyAccessExpression(node)) {
    const known = staticMember(scope, node);
    return known?.kind === "global" ? globalPlace(known) : fieldPlace(scope, node);
  }
  if (ts.isElementAccessExpression(node)) return elementPlace(scope, node);
  throw new OracleGap("this target of an assignment", node);
}

function namedPlace(scope: Scope, node: ts.Identifier): Place {
  const entity = scope.find(node.text);
  if (entity?.kind === "local") {
    const { slot, type } = entity;
    return { type, locate: (frame) => ({ slots: frame.slots, key: slot }) };
  }
  if (entity?.kind !== "global") throw new OracleGap("this target of an assignment", node);
  return globalPlace(entity);
}

function globalPlace(entity: GlobalEntity): Place {
  const { type, cell } = globalOf(entity);
  const location = { slots: cell, key: 0 };
  return { type, locate: () => location };
}

/** `object.field`. */
export function fieldPlace(
  scope: Scope,
  node: ts.PropertyAccessExpression,
  object = compileObject(scope, node),
): Place {
  const field = object.type.kind === "class" ? object.type.info.fields.get(node.name.text) : undefined;
  if (!field) throw new OracleGap(`the member ${node.name.text}`, node);
  const key = field.index;
  const { bits, type } = field;
  const { run } = object;
  return { type, bits, locate: (frame) => ({ slots: (run(frame) as StructObject).slots, key }) };
}

/** `object[index]`, checked. */
export function elementPlace(scope: Scope, node: ts.ElementAccessExpression): Place {
  const object = notNull(scope, compileExpression(scope, node.expression, undefined), node.expression);
  const index = compileExpression(scope, node.argumentExpression, U32).run;
  const { run } = object;
  const fail = failure(scope, "bounds", node.argumentExpression);
  const type = withoutNull(object.type);
  if (type.kind === "array") {
    const locate = (frame: Frame) => {
      const { slots } = run(frame) as ArrayObject;
      const key = Number(index(frame));
      return key < type.length ? { slots, key } : fail();
    };
    return { type: type.element, locate };
  }
  if (type.kind !== "span") throw new OracleGap(`an index into ${type.kind}`, node);
  const locate = (frame: Frame) => {
    const span = run(frame) as SpanValue;
    const key = Number(index(frame));
    return key < span.length ? { slots: span.slots, key: span.start + key } : fail();
  };
  return { type: type.element, locate };
}
