/**
 * Makes the kernel of one system: the hash of its manifest is written into the section `.seal` of a copy
 * (docs/decisions/0024). Nothing else in the file changes, so that one debugger's view fits all copies.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";

const SEAL_BYTES = 32;
const SECTION = ".seal";

/** A kernel's bytes with the hash of a manifest in its seal. */
export function sealKernel(kernel: string, manifest: Uint8Array): Buffer {
  const bytes = Buffer.from(readFileSync(inRoot(kernel)));
  createHash("blake2s256").update(manifest).digest().copy(bytes, sealOffset(bytes, kernel));
  return bytes;
}

/** Where the section lies in the file (System V ABI, chapter 4: section headers). */
function sealOffset(bytes: Buffer, kernel: string): number {
  const [table, entryBytes, count] = [bytes.readUInt32LE(32), bytes.readUInt16LE(46), bytes.readUInt16LE(48)];
  const header = (index: number) => table + index * entryBytes;
  const names = bytes.readUInt32LE(header(bytes.readUInt16LE(50)) + 16);
  for (let index = 0; index < count; index += 1) {
    const name = names + bytes.readUInt32LE(header(index));
    const size = bytes.readUInt32LE(header(index) + 20);
    if (bytes.toString("latin1", name, name + SECTION.length + 1) !== `${SECTION}\0`) continue;
    if (size === SEAL_BYTES) return bytes.readUInt32LE(header(index) + 16);
  }
  throw new Failure(
    `${kernel} has no section ${SECTION} of ${SEAL_BYTES} bytes`,
    "make clean, then build again",
  );
}
