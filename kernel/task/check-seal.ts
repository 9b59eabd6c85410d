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
  endBlake3,
  goOnWithBlake3,
  type Mix,
  mixPlainly,
} from "../../lib/core/blake3.ts";
import { sealedHash } from "../arch/image.ts";
import { kernelBytes, kernelWords } from "../arch/kernel-memory.ts";
import { useVectors, vectorsAreInUse } from "../arch/processor.ts";
import { hashPlace } from "../boot/manifest-tasks.ts";
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

/** Blocks that are hashed in one slice: about 520 instructions each with SSE2; without it a slice is a part of one. */
const SLICE_BLOCKS: u32 = 3;

const digest: FixedArray<u8, typeof BLAKE3_BYTES> = zeroed();

/** boot/blake3.asm, while vectors are in use. */
declare function mixByVectors(step: Blake3Step): void;

/** Of whole modules, which begin on a page and whose last page is theirs alone. */
function writeHash(address: u32, bytes: u32): void {
  blake3(kernelWords(address, (bytes + 3) / 4), bytes, digest, mixer());
}

/** While the boot uses vectors. Refuses it with a line that names what differs. */
export function checkSeal(): void {
  writeHash(manifestAddress(), description().bytes);
  if (!digestIs(sealedHash())) {
    refuseBoot("the manifest is not the one that this kernel was built for");
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

/** The same in slices: first this, then goOnWithSeal until it is through. Only one task's at a time. */
export function beginSeal(): void {
  beginBlake3();
}

/** A slice; true when all is hashed, and sealHolds says what the hash says. */
export function goOnWithSeal(taskNumber: u32): bool {
  const bytes: u32 = moduleBytesOf(taskNumber).length;
  const words = kernelWords(moduleAddressOf(taskNumber), (bytes + 3) / 4);
  const before = useVectors(true);
  const hashed = goOnWithBlake3(words, bytes, SLICE_BLOCKS, mixer());
  useVectors(before);
  return hashed;
}

/** After that: whether the hash is that of the task's module when it was built. */
export function sealHolds(taskNumber: u32): bool {
  endBlake3(digest);
  return digestIsSealed(taskNumber);
}

/** What this processor does best, while vectors are in use. */
function mixer(): Mix {
  return vectorsAreInUse() ? mixByVectors : mixPlainly;
}

function digestIs(hash: Span<u8>): bool {
  for (let i: u32 = 0; i < MANIFEST_HASH_BYTES; i++) {
    if (digest[i] !== hash[i]) {
      return false;
    }
  }
  return true;
}

function digestIsSealed(taskNumber: u32): bool {
  return digestIs(
    subSpan(kernelBytes(manifestAddress(), description().bytes), hashPlace(taskNumber), MANIFEST_HASH_BYTES),
  );
}
