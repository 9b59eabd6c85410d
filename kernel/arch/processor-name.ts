/**
 * What the processor says of itself, for a person who reports a machine. Nothing in the kernel depends on it.
 * Source: Intel SDM vol. 2A, CPUID.
 */
import type { InformationProcessor } from "../../lib/abi/information.ts";
import { hasCpuid } from "./processor.ts";

const CPUID_VENDOR: u32 = 0;
const CPUID_SIGNATURE: u32 = 1;
const CPUID_EXTENDED_MAX: u32 = 0x8000_0000;
const CPUID_BRAND_FIRST: u32 = 0x8000_0002;
const BRAND_LEAVES: u32 = 3;
const WORDS_IN_LEAF: u32 = 4;

/** Fills in what is there; the rest stays as it is. */
export function describeProcessor(to: InformationProcessor): void {
  if (!hasCpuid()) {
    return;
  }
  const result: CpuidResult = zeroed();
  cpuid(CPUID_VENDOR, 0, result);
  to.vendor[0] = result.ebx;
  to.vendor[1] = result.edx;
  to.vendor[2] = result.ecx;
  cpuid(CPUID_SIGNATURE, 0, result);
  to.signature = result.eax;
  to.features = result.edx;
  to.moreFeatures = result.ecx;
  cpuid(CPUID_EXTENDED_MAX, 0, result);
  // A processor without extended leaves answers with those of its last basic one: a small number.
  if (result.eax < CPUID_BRAND_FIRST + BRAND_LEAVES - 1) {
    return;
  }
  for (let leaf: u32 = 0; leaf < BRAND_LEAVES; leaf++) {
    cpuid(CPUID_BRAND_FIRST + leaf, 0, result);
    to.brand[leaf * WORDS_IN_LEAF] = result.eax;
    to.brand[leaf * WORDS_IN_LEAF + 1] = result.ebx;
    to.brand[leaf * WORDS_IN_LEAF + 2] = result.ecx;
    to.brand[leaf * WORDS_IN_LEAF + 3] = result.edx;
  }
}
