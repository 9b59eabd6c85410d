/**
 * Sizes and offsets: natural alignment, fields in the written order, as the C ABI of the target has it.
 */
import { type ClassInfo, integerOf, type Type } from "./types.ts";
import { slotsOf } from "./values.ts";

interface Layout {
  readonly size: number;
  readonly alignment: number;
}

/** Bytes that a value of the type takes in place. */
export function sizeInBytes(type: Type, pointerBytes: number): number {
  return layoutOf(type, pointerBytes).size;
}

/** Bytes from the start of a struct to a field. */
export function offsetInBytes(info: ClassInfo, field: string, pointerBytes: number): number {
  return structLayout(info, pointerBytes).offsets.get(field) ?? 0;
}

function layoutOf(type: Type, pointerBytes: number): Layout {
  const integer = integerOf(type);
  // The i386 ABI aligns 64 bits to 4 bytes inside structs.
  if (integer) return { size: integer.bits / 8, alignment: Math.min(integer.bits / 8, pointerBytes) };
  switch (type.kind) {
    case "float":
      return { size: type.bits / 8, alignment: Math.min(type.bits / 8, pointerBytes) };
    case "bool":
      return { size: 1, alignment: 1 };
    case "span":
    case "string":
      return { size: 2 * pointerBytes, alignment: pointerBytes };
    case "class":
      return structLayout(type.info, pointerBytes);
    case "array": {
      const element = layoutOf(type.element, pointerBytes);
      return { size: element.size * type.length, alignment: element.alignment };
    }
    default:
      return { size: pointerBytes, alignment: pointerBytes };
  }
}

function structLayout(info: ClassInfo, pointerBytes: number): Layout & { offsets: Map<string, number> } {
  const offsets = new Map<string, number>();
  let end = 0;
  let alignment = 1;
  for (const field of slotsOf(info)) {
    const part = layoutOf(field.type, pointerBytes);
    const step = Math.max(info.packed ? 1 : part.alignment, field.alignment);
    alignment = Math.max(alignment, step);
    const offset = roundUp(end, step);
    offsets.set(field.name, offset);
    end = offset + part.size;
  }
  alignment = Math.max(alignment, info.alignment);
  return { size: roundUp(end, alignment), alignment, offsets };
}

function roundUp(bytes: number, step: number): number {
  return Math.ceil(bytes / step) * step;
}
