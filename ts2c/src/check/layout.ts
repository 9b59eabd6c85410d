/**
 * Sizes and offsets as the i386 System V ABI lays structs out: 64-bit integers are aligned to 4 bytes.
 */
import type { ClassInfo, Type } from "./types.ts";

export interface Layout {
  readonly size: number;
  readonly alignment: number;
  readonly offsets: ReadonlyMap<string, number>;
}

const up = (value: number, alignment: number) => Math.ceil(value / alignment) * alignment;

/** Size and alignment in bytes of a type in place. */
export function sizeAndAlignment(type: Type): { size: number; alignment: number } {
  switch (type.kind) {
    case "integer":
      return { size: type.bits / 8, alignment: Math.min(type.bits / 8, 4) };
    case "float":
      return { size: type.bits / 8, alignment: 4 };
    case "enum":
    case "nullable":
    case "union":
    case "function":
      return { size: 4, alignment: 4 };
    case "bool":
      return { size: 1, alignment: 1 };
    case "string":
    case "span":
      return { size: 8, alignment: 4 };
    case "class":
      return layoutOf(type.info);
    case "array": {
      const element = sizeAndAlignment(type.element);
      return { size: element.size * type.length, alignment: element.alignment };
    }
    default:
      return { size: 0, alignment: 1 };
  }
}

/** Where each field of a class lies. */
export function layoutOf(info: ClassInfo): Layout {
  const offsets = new Map<string, number>();
  if (info.word) {
    for (const field of info.fields) offsets.set(field.name, 0);
    const { size, alignment } = sizeAndAlignment(info.word.type);
    const strictest = Math.max(info.alignment, info.packed ? 1 : alignment);
    return { size: up(size, strictest), alignment: strictest, offsets };
  }
  let end = 0;
  let strictest = Math.max(info.alignment, 1);
  for (const field of info.fields) {
    const { size, alignment } = sizeAndAlignment(field.type);
    const needed = info.packed ? 1 : alignment;
    end = up(end, needed);
    offsets.set(field.name, end);
    end += size;
    strictest = Math.max(strictest, needed);
  }
  return { size: up(end, strictest), alignment: strictest, offsets };
}
