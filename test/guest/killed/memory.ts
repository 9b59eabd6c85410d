/** Fills memory with what only the seed and the address tell, and hashes it. */
import { hashOfThree, hashOfTwo } from "../../../lib/core/hash.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";

/** Bytes between two words that are written: every page has several. */
const STRIDE: u32 = 256;

export function fillMemory(address: u32, bytes: u32, seed: u32): void {
  for (let offset: u32 = 0; offset < bytes; offset += STRIDE) {
    storeWord(address + offset, hashOfTwo(seed, offset));
  }
}

export function isZero(address: u32, bytes: u32): bool {
  for (let offset: u32 = 0; offset < bytes; offset += STRIDE) {
    if (loadWord(address + offset) !== 0) {
      return false;
    }
  }
  return true;
}

export function hashMemory(address: u32, bytes: u32): u32 {
  let hash: u32 = 0;
  for (let offset: u32 = 0; offset < bytes; offset += STRIDE) {
    hash = hashOfThree(hash, offset, loadWord(address + offset));
  }
  return hash;
}
