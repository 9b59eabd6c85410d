/**
 * Values at run time, and the frames of running functions.
 *
 * Invariants: an integer is a BigInt within its type; a struct or array embedded in another is owned by it; references
 * compare by identity.
 */
import type { FunctionEntity } from "./program.ts";
import { type ClassInfo, type FieldInfo, isReference, type Type } from "./types.ts";

export class StructObject {
  readonly info: ClassInfo;
  readonly slots: Value[];

  constructor(info: ClassInfo, slots: Value[]) {
    this.info = info;
    this.slots = slots;
  }
}

export class ArrayObject {
  readonly slots: Value[];

  constructor(slots: Value[]) {
    this.slots = slots;
  }
}

/** A window on the elements of an array. */
export class SpanValue {
  readonly slots: Value[];
  readonly start: number;
  readonly length: number;

  constructor(slots: Value[], start: number, length: number) {
    this.slots = slots;
    this.start = start;
    this.length = length;
  }
}

/** A string is a window on bytes, too, and of a class of its own so that `print` knows it. */
export class TextValue extends SpanValue {
  toString(): string {
    const bytes = this.slots.slice(this.start, this.start + this.length).map(Number);
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }
}

export type Value =
  | bigint
  | number
  | boolean
  | null
  | undefined
  | StructObject
  | ArrayObject
  | SpanValue
  | FunctionEntity;

/** The locals of one call. */
export class Frame {
  readonly slots: Value[];
  result: Value = undefined;

  constructor(size: number) {
    this.slots = new Array<Value>(size);
  }
}

/** A string of these characters, in UTF-8. */
export function textOf(text: string): TextValue {
  const bytes: Value[] = Array.from(new TextEncoder().encode(text), BigInt);
  return new TextValue(bytes, 0, bytes.length);
}

/** The fields that have a slot of their own; those of a class that is one word share the first. */
export function slotsOf(info: ClassInfo): FieldInfo[] {
  const fields = [...info.fields.values()];
  return fields.filter(({ index }, position) => index === position);
}

/** All bytes zero. */
export function zeroOf(type: Type): Value {
  switch (type.kind) {
    case "integer":
    case "enum":
    case "literal":
      return 0n;
    case "float":
      return 0;
    case "bool":
      return false;
    case "string":
      return new TextValue([], 0, 0);
    case "span":
      return new SpanValue([], 0, 0);
    case "class":
      return new StructObject(
        type.info,
        slotsOf(type.info).map((field) => zeroOf(field.type)),
      );
    case "array":
      return new ArrayObject(Array.from({ length: type.length }, () => zeroOf(type.element)));
    default:
      return null;
  }
}

/** Copies the contents of one object over another of the same type: what is embedded is copied, pointers are kept. */
export function copyInto(type: Type, to: Value, from: Value): void {
  if (to === from) return;
  const target = (to as StructObject).slots;
  const source = (from as StructObject).slots;
  for (let index = 0; index < source.length; index++) {
    const part = type.kind === "array" ? type.element : fieldTypes(type)[index];
    if (part && isReference(part)) copyInto(part, target[index], source[index]);
    else target[index] = source[index];
  }
}

function fieldTypes(type: Type): Type[] {
  return type.kind === "class" ? Array.from(type.info.fields.values(), (field) => field.type) : [];
}
