/**
 * The guard is what was built (docs/decisions/0024): the kernel's image holds the hash of the manifest,
 * the manifest those of the modules of the ACL server and the IPC cache server.
 */
import { MANIFEST_HASH_BYTES } from "../../lib/abi/manifest.ts";
import {
  type BLAKE3_BYTES,
  type Blake3Step,
  beginBlake3,
  blake3,
  CHUNK_BYTES,
  endBlake3,
  type Mix,
  mixPlainly,
  mixWholeChunk,
} from "../../lib/core/blake3.ts";
import { sealedHash } from "../arch/image.ts";
import { kernelWords } from "../arch/kernel-memory.ts";
import { useVectors, vectorsAreInUse } from "../arch/processor.ts";
import { endLine, say, sayName } from "../debug/console.ts";
import { refuseBoot } from "../debug/panic.ts";
import {
  describedCount,
  description,
  descriptionOf,
  isGuard,
  manifestAddress,
  moduleAddressOf,
  moduleBytesOf,
} from "./described.ts";

/** No module is so large. */
export const SEAL_HASHED: u32 = 0xffff_ffff;

const digest: FixedArray<u8, typeof BLAKE3_BYTES> = zeroed();

/** boot/blake3.asm, while vectors are in use. */
declare function mixByVectors(step: Blake3Step): void;

/** Of whole modules, which begin on a page and whose last page is theirs alone. */
function writeHash(address: u32, bytes: u32): void {
  const words = kernelWords(address, (bytes + 3) / 4);
  const before = useVectors(true);
  blake3(words, bytes, digest, mixer());
  useVectors(before);
}

/** Refuses the boot with a line that names what differs. */
export function checkSeal(): void {
  writeHash(manifestAddress(), description().bytes);
  const sealed = sealedHash();
  for (let i: u32 = 0; i < MANIFEST_HASH_BYTES; i++) {
    if (digest[i] !== sealed[i]) {
      refuseBoot("the manifest is not the one that this kernel was built for");
    }
  }
  for (let i: u32 = 0; i < describedCount(); i++) {
    if (isGuard(i) && moduleBytesOf(i).length !== 0 && !guardIsSealed(i)) {
      say("kernel: the module of ");
      sayName(spanOf(descriptionOf(i).name));
      say(" is not the one that was built");
      endLine();
      refuseBoot("a module of the guard differs from its hash in the manifest");
    }
  }
}

/** Whether the module of the ACL server or the IPC cache server is the one that was built. */
function guardIsSealed(taskNumber: u32): bool {
  writeHash(moduleAddressOf(taskNumber), moduleBytesOf(taskNumber).length);
  return digestIsSealed(taskNumber);
}

/** The same in slices: from byte `from` on, about 9 instructions for each of 1024 bytes. Answers where it has stopped, or SEAL_HASHED. */
export function hashSealed(taskNumber: u32, from: u32): u32 {
  const all: u32 = moduleBytesOf(taskNumber).length;
  const words = kernelWords(moduleAddressOf(taskNumber), (all + 3) / 4);
  if (from === 0) {
    beginBlake3();
  }
  const before = useVectors(true);
  let at: u32 = SEAL_HASHED;
  if (all - from > CHUNK_BYTES) {
    at = mixWholeChunk(words, from, mixer());
  } else {
    endBlake3(words, from, all, digest, mixer());
  }
  useVectors(before);
  return at;
}

/** What this processor does best, while vectors are in use. */
function mixer(): Mix {
  return vectorsAreInUse() ? mixByVectors : mixPlainly;
}

/** Whether the hash that was made last is that of the task's module when it was built. */
export function digestIsSealed(taskNumber: u32): bool {
  const said = descriptionOf(taskNumber);
  for (let i: u32 = 0; i < MANIFEST_HASH_BYTES; i++) {
    if (digest[i] !== said.hash[i]) {
      return false;
    }
  }
  return true;
}
