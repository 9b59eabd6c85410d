/**
 * Sizes and offsets as the System V ABI lays structs out.
 */
import type { ClassInfo, Type } from "./types.ts";

export interface Layout {
  readonly size: number;
  readonly alignment: number;
  readonly offsets: ReadonlyMap<string, number>;
}

/** What differs between the machines that a program can be compiled for. */
export interface Machine {
  /** Bytes of a pointer, and the most that a scalar is aligned to. */
  readonly pointerBytes: 4 | 8;
}

/** Intel386 supplement, chapter 3: 64-bit integers are aligned to 4 bytes. */
export const I386: Machine = { pointerBytes: 4 };

/** AMD64 supplement, chapter 3. */
export const X86_64: Machine = { pointerBytes: 8 };

const up = (value: number, alignment: number) => Math.ceil(value / alignment) * alignment;

/** Size and alignment in bytes of a type in place. */
export function sizeAndAlignment(type: Type, machine = I386): { size: number; alignment: number } {
  const pointer = machine.pointerBytes;
  switch (type.kind) {
    case "integer":
    case "float":
      return { size: type.bits / 8, alignment: Math.min(type.bits / 8, pointer) };
    case "enum":
      return { size: 4, alignment: 4 };
    case "nullable":
    case "union":
    case "function":
      return { size: pointer, alignment: pointer };
    case "bool":
      return { size: 1, alignment: 1 };
    case "string":
    case "span":
      return { size: 2 * pointer, alignment: pointer };
    case "class":
      return layoutOf(type.info, machine);
    case "array": {
      const element = sizeAndAlignment(type.element, machine);
      return { size: element.size * type.length, alignment: element.alignment };
    }
    default:
      return { size: 0, alignment: 1 };
  }
}

/** Where each field of a class lies. */
export function layoutOf(info: ClassInfo, machine = I386): Layout {
  const offsets = new Map<string, number>();
  if (info.word) {
    for (const field of info.fields) offsets.set(field.name, 0);
    const { size, alignment } = sizeAndAlignment(info.word.type, machine);
    const strictest = Math.max(info.alignment, info.packed ? 1 : alignment);
    return { size: up(size, strictest), alignment: strictest, offsets };
  }
  let end = 0;
  let strictest = Math.max(info.alignment, 1);
  for (const field of info.fields) {
    const { size, alignment } = sizeAndAlignment(field.type, machine);
    const needed = Math.max(info.packed ? 1 : alignment, field.alignment);
    end = up(end, needed);
    offsets.set(field.name, end);
    end += size;
    strictest = Math.max(strictest, needed);
  }
  return { size: up(end, strictest), alignment: strictest, offsets };
}
