/**
 * The guard is what was built (docs/decisions/0024): the kernel's image holds the hash of the manifest,
 * the manifest those of the modules of the ACL server and the IPC cache server.
 */
import { MANIFEST_HASH_BYTES } from "../../lib/abi/manifest.ts";
import { type BLAKE3_BYTES, type Blake3Step, blake3, mixPlainly } from "../../lib/core/blake3.ts";
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

const digest: FixedArray<u8, typeof BLAKE3_BYTES> = zeroed();

/** boot/blake3.asm, while vectors are in use. */
declare function mixByVectors(step: Blake3Step): void;

/** Of whole modules, which begin on a page and whose last page is theirs alone. */
function writeHash(address: u32, bytes: u32): void {
  const words = kernelWords(address, (bytes + 3) / 4);
  const before = useVectors(true);
  blake3(words, bytes, digest, vectorsAreInUse() ? mixByVectors : mixPlainly);
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
export function guardIsSealed(taskNumber: u32): bool {
  const said = descriptionOf(taskNumber);
  writeHash(moduleAddressOf(taskNumber), moduleBytesOf(taskNumber).length);
  for (let i: u32 = 0; i < MANIFEST_HASH_BYTES; i++) {
    if (digest[i] !== said.hash[i]) {
      return false;
    }
  }
  return true;
}
