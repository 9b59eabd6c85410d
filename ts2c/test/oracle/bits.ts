/**
 * Classes that are one word: their fields are bits of it.
 *
 * Invariant: a field is never kept by itself; reading takes it from the word, writing reads the word and puts it back.
 */
import { failure } from "./expressions.ts";
import { findInModule, type Module, type Scope } from "./program.ts";
import { resolveArgument } from "./resolve.ts";
import { ts } from "./syntax.ts";
import type { BitField, ClassInfo } from "./types.ts";

/** Where a field of type `Bits<Word, First, Width>` lies; undefined for any other type. */
export function bitsOf(module: Module, node: ts.TypeNode | undefined): BitField | undefined {
  if (!node || !ts.isTypeReferenceNode(node) || node.typeName.getText() !== "Bits") return undefined;
  const [, first, width] = node.typeArguments ?? [];
  if (!first || !width || findInModule(module, "Bits")) return undefined;
  return { first: lengthAt(module, first), width: lengthAt(module, width) };
}

function lengthAt(module: Module, node: ts.TypeNode): bigint {
  return BigInt(resolveArgument(module, node) as number);
}

/** Whether objects of the class are one word. */
export function isWord(info: ClassInfo): boolean {
  const [field] = info.fields.values();
  return field?.bits !== undefined;
}

/** The bits of a word. */
export function takeBits(word: bigint, { first, width }: BitField): bigint {
  return (word >> first) & ((1n << width) - 1n);
}

/** Makes the function that gives a word with other bits in it; a value with more bits is a failed check. */
export function bitsReplacer(
  scope: Scope,
  { first, width }: BitField,
  node: ts.Node,
): (word: bigint, value: bigint) => bigint {
  const ones = (1n << width) - 1n;
  const fail = failure(scope, "misfit", node);
  return (word, value) => {
    if (value > ones) fail();
    return (word & ~(ones << first)) | (value << first);
  };
}
