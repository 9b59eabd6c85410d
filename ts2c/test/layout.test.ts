/**
 * Sizes and offsets on i386, as the program itself sees them (chapter 12 of docs/language.md).
 */
import { expect, test } from "vitest";
import { acceptedC } from "./support/compile-text.ts";
import { runOn32 } from "./support/host32.ts";

const PROGRAM = `
enum Colour {
  Red,
}
class Pair {
  first: u8 = 0;
  second: u64 = 0n;
}
class Mixed {
  a: bool = false;
  b: u16 = 0;
  c: u8 = 0;
  d: Colour = Colour.Red;
  e: FixedArray<Pair, 3> = zeroed();
  f: i8 = 0;
  g: string = "";
  h: Mixed | null = null;
  i: u8 = 0;
}
@packed
class Packed {
  a: u8 = 0;
  b: u32 = 0;
  c: u64 = 0n;
  d: u16 = 0;
}
@align(16)
class Aligned {
  a: u32 = 0;
}
class Fields {
  a: u8 = 0;
  @align(8) b: u16 = 0;
  c: u8 = 0;
  @align(1) d: u32 = 0;
}
@packed
class PackedFields {
  a: u8 = 0;
  @align(4) b: u64 = 0n;
  c: u16 = 0;
  d: u32 = 0;
}
class Holder {
  a: u8 = 0;
  b: Aligned = zeroed();
  c: u8 = 0;
}
function show(label: string, size: u32): void {
  print(label);
  print(" ");
  print(size);
  print("\\n");
}
export function main(): i32 {
  show("u8 i8 bool", sizeOf<u8>() + sizeOf<i8>() + sizeOf<bool>());
  show("u16 i16", sizeOf<u16>() + sizeOf<i16>());
  show("u32 i32", sizeOf<u32>() + sizeOf<i32>());
  show("addresses", sizeOf<VirtualAddress>() + sizeOf<UserAddress>() + sizeOf<PhysicalAddress>());
  show("u64 i64", sizeOf<u64>() + sizeOf<i64>());
  show("enum", sizeOf<Colour>());
  show("string span", sizeOf<string>() + sizeOf<Span<u8>>());
  show("pointer", sizeOf<Pair | null>());
  show("function", sizeOf<() => void>());
  show("array", sizeOf<FixedArray<Pair, 3>>());
  show("Pair", sizeOf<Pair>());
  show("Pair.second", offsetOf<Pair>("second"));
  show("Mixed.b", offsetOf<Mixed>("b"));
  show("Mixed.c", offsetOf<Mixed>("c"));
  show("Mixed.d", offsetOf<Mixed>("d"));
  show("Mixed.e", offsetOf<Mixed>("e"));
  show("Mixed.f", offsetOf<Mixed>("f"));
  show("Mixed.g", offsetOf<Mixed>("g"));
  show("Mixed.h", offsetOf<Mixed>("h"));
  show("Mixed.i", offsetOf<Mixed>("i"));
  show("Mixed", sizeOf<Mixed>());
  show("Packed.b", offsetOf<Packed>("b"));
  show("Packed.d", offsetOf<Packed>("d"));
  show("Packed", sizeOf<Packed>());
  show("Aligned", sizeOf<Aligned>());
  show("Fields.b", offsetOf<Fields>("b"));
  show("Fields.d", offsetOf<Fields>("d"));
  show("Fields", sizeOf<Fields>());
  show("PackedFields.b", offsetOf<PackedFields>("b"));
  show("PackedFields.d", offsetOf<PackedFields>("d"));
  show("PackedFields", sizeOf<PackedFields>());
  show("Holder.b", offsetOf<Holder>("b"));
  show("Holder", sizeOf<Holder>());
  return 0;
}
`;

/** By hand, from the System V ABI, Intel386 supplement, chapter 3. */
const EXPECTED = {
  "u8 i8 bool": 3,
  "u16 i16": 4,
  "u32 i32": 8,
  addresses: 16,
  "u64 i64": 16,
  enum: 4,
  "string span": 16,
  pointer: 4,
  function: 4,
  array: 36,
  Pair: 12,
  "Pair.second": 4,
  "Mixed.b": 2,
  "Mixed.c": 4,
  "Mixed.d": 8,
  "Mixed.e": 12,
  "Mixed.f": 48,
  "Mixed.g": 52,
  "Mixed.h": 60,
  "Mixed.i": 64,
  Mixed: 68,
  "Packed.b": 1,
  "Packed.d": 13,
  Packed: 15,
  Aligned: 16,
  "Fields.b": 8,
  "Fields.d": 12,
  Fields: 16,
  "PackedFields.b": 4,
  "PackedFields.d": 14,
  PackedFields: 20,
  "Holder.b": 16,
  Holder: 48,
};

// spec: L-12.1, L-12.2, L-12.3, L-12.4, L-12.8, L-12.10
test("the program sees the sizes of the ABI", ({ skip }) => {
  const ran = runOn32(acceptedC({ "main.ts": PROGRAM }, { target: "host" }), "-O1");
  if (!ran) return skip("this machine runs no 32-bit code");
  expect(ran.stdout).toBe(
    Object.entries(EXPECTED)
      .map(([label, size]) => `${label} ${size}\n`)
      .join(""),
  );
});

// spec: L-12.1, L-12.2, L-12.3, L-12.4, L-12.9, L-12.10
test("the C file asserts these sizes for exported classes", () => {
  const c = acceptedC({ "main.ts": PROGRAM.replaceAll("\nclass ", "\nexport class ") }, { target: "host" });
  for (const [label, size] of Object.entries(EXPECTED)) {
    const [owner, field] = label.split(".");
    if (!/^[A-Z]/.test(label)) continue;
    const what = field ? `__builtin_offsetof(struct ${owner}, ${field})` : `sizeof(struct ${owner})`;
    expect(c).toContain(`_Static_assert(${what} == ${size}, "${label}");`);
  }
});
