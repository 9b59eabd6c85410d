/**
 * The guard is what was built (docs/decisions/0024): the kernel's image holds the hash of the manifest,
 * the manifest those of the modules of the ACL server and the IPC cache server.
 */
import { MANIFEST_HASH_BYTES } from "../../lib/abi/manifest.ts";
import { type BLAKE2S_BYTES, beginBlake2s, blake2s, endBlake2s, mixBlake2s } from "../../lib/core/blake2s.ts";
import { sealedHash } from "../arch/image.ts";
import { kernelWords } from "../arch/kernel-memory.ts";
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

const digest: FixedArray<u8, typeof BLAKE2S_BYTES> = zeroed();

/** Of whole modules, which begin on a page and whose last page is theirs alone. */
function hash(address: u32, bytes: u32): void {
  blake2s(kernelWords(address, (bytes + 3) / 4), bytes, digest);
}

/** Refuses the boot with a line that names what differs. */
export function checkSeal(): void {
  hash(manifestAddress(), description().bytes);
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
  hash(moduleAddressOf(taskNumber), moduleBytesOf(taskNumber).length);
  return digestIsSealed(taskNumber);
}

/** The same in pieces: hashes the module from byte `from` on, `bytes` at most, a multiple of 64. Answers where it has stopped, or SEAL_HASHED. */
export function hashSealed(taskNumber: u32, from: u32, bytes: u32): u32 {
  const all: u32 = moduleBytesOf(taskNumber).length;
  const words = kernelWords(moduleAddressOf(taskNumber), (all + 3) / 4);
  if (from === 0) {
    beginBlake2s();
  }
  const at: u32 = mixBlake2s(words, all, from, from + bytes);
  if (at - from === bytes) {
    return at;
  }
  endBlake2s(words, at, all, digest);
  return SEAL_HASHED;
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
