/**
 * Makes the kernel of one system: the hash of its manifest is written into the section `.seal` of a copy
 * (docs/decisions/0024). Nothing else in the file changes, so that one debugger's view fits all copies.
 */
import { readFileSync } from "node:fs";
import { sectionPlace } from "../elf-sizes.ts";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { blake3 } from "./blake3.ts";

const SEAL_BYTES = 32;
const SECTION = ".seal";

/** A kernel's bytes with the hash of a manifest in its seal. */
export function sealKernel(kernel: string, manifest: Uint8Array): Buffer {
  const bytes = Buffer.from(readFileSync(inRoot(kernel)));
  blake3(manifest).copy(bytes, sealOffset(bytes, kernel));
  return bytes;
}

function sealOffset(bytes: Buffer, kernel: string): number {
  const place = sectionPlace(bytes, SECTION);
  if (place?.size === SEAL_BYTES) return place.start;
  throw new Failure(
    `${kernel} has no section ${SECTION} of ${SEAL_BYTES} bytes`,
    "make clean, then build again",
  );
}
