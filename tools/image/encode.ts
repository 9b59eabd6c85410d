/**
 * Turns a layout of lib/abi into bytes. The class itself gives the order of the fields, so offsets
 * are stated nowhere else: a number becomes four little-endian bytes, a byte array stands as it is.
 * test/tools/manifest.test.ts compares the result with the offsets that ts2c computes.
 */
(globalThis as { zeroed?: unknown }).zeroed ??= () => undefined;

type Value = number | Uint8Array;
type ValuesOf<Layout> = { [Field in keyof Layout]: Layout[Field] extends number ? number : Uint8Array };

/** Bytes of one object of the layout. Every field has to be given. */
export function encodeLayout<Layout extends object>(
  layout: new () => Layout,
  values: ValuesOf<Layout>,
): Buffer {
  const given = values as Record<string, Value>;
  return Buffer.concat(Object.keys(new layout()).map((field) => encodeField(field, given[field])));
}

function encodeField(field: string, value: Value | undefined): Buffer {
  if (value === undefined) throw new Error(`field ${field} is missing`);
  if (typeof value !== "number") return Buffer.from(value);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A name padded with zero bytes; at least one of them stays. */
export function encodeName(name: string, bytes: number): Buffer {
  const field = Buffer.alloc(bytes);
  if (field.write(name, "latin1") >= bytes) throw new Error(`name ${name} is too long`);
  return field;
}
