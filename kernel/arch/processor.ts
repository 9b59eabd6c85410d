/**
 * The processor: what it offers, and the control registers that follow from it.
 * Sources: Intel SDM vol. 2A (CPUID), vol. 3A sections 2.5, 5.8.7 and 4.6.
 */
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { KERNEL_CODE_SELECTOR } from "./layouts.ts";

const EFLAGS_ID: u32 = 1 << 21;

const CPUID_FEATURES: u32 = 1;
const CPUID_STRUCTURED: u32 = 7;
const CPUID_EXTENDED_MAX: u32 = 0x8000_0000;
const CPUID_EXTENDED_FEATURES: u32 = 0x8000_0001;

// CPUID leaf 1, EDX.
const FEATURE_PAE: u32 = 1 << 6;
const FEATURE_APIC: u32 = 1 << 9;
const FEATURE_SEP: u32 = 1 << 11;
const FEATURE_PGE: u32 = 1 << 13;
const FEATURE_PAT: u32 = 1 << 16;
const FEATURE_PSE36: u32 = 1 << 17;
/** FXSR and SSE2. */
const FEATURES_VECTORS: u32 = (1 << 24) | (1 << 26);
// CPUID leaf 7, EBX and ECX.
const FEATURE_SMEP: u32 = 1 << 7;
const FEATURE_SMAP: u32 = 1 << 20;
const FEATURE_UMIP: u32 = 1 << 2;
// CPUID leaf 80000001, EDX.
const FEATURE_NX: u32 = 1 << 20;

const CR0_WRITE_PROTECT: u32 = 1 << 16;
const CR0_PAGING: u32 = 0x8000_0000;
const CR0_EMULATION: u32 = 1 << 2;
const CR0_TASK_SWITCHED: u32 = 1 << 3;
/** Without effect beside PAE (SDM vol. 3A, 4.3); v86 sees no page of 2 MiB without it. */
const CR4_PSE: u32 = 1 << 4;
const CR4_PAE: u32 = 1 << 5;
const CR4_PGE: u32 = 1 << 7;
const CR4_FXSR: u32 = 1 << 9;
const CR4_UMIP: u32 = 1 << 11;
const CR4_SMEP: u32 = 1 << 20;
const CR4_SMAP: u32 = 1 << 21;

const MSR_SYSENTER_CS: u32 = 0x174;
const MSR_SYSENTER_ESP: u32 = 0x175;
const MSR_SYSENTER_EIP: u32 = 0x176;
const MSR_EFER: u32 = 0xc000_0080;
const EFER_NX: u64 = 0x800n;
const MSR_PAGE_ATTRIBUTES: u32 = 0x277;
/** As after reset, but entry 1 (PWT alone) is write combining instead of write through. SDM vol. 3A, section 11.12. */
const PAGE_ATTRIBUTES: u64 = 0x0007_0406_0007_0106n;

const CPUID_ADDRESS_SIZES: u32 = 0x8000_0008;
const PHYSICAL_BITS_MASK: u32 = 0xff;
/** Where the processor does not say: with and without 36-bit page size extensions. */
const PHYSICAL_BITS_EXTENDED: u32 = 36;
const PHYSICAL_BITS_MIN: u32 = 32;
/** What a page entry has room for here (page-entry.ts). */
const PHYSICAL_BITS_MAX: u32 = 44;

/** What the processor offers, found once; nothing where CPUID does not answer. */
class ProcessorFeatures {
  cpuid: bool = false;
  /** Leaf 1, EDX. */
  basic: u32 = 0;
  /** Leaf 7, EBX and ECX. */
  structured: u32 = 0;
  moreStructured: u32 = 0;
  physicalBits: u32 = 0;
  // Asked for at each page.
  globalPages: bool = false;
  pageAttributes: bool = false;
  noExecute: bool = false;
}

const features: ProcessorFeatures = zeroed();
let vectorsInUse: bool = false;

/** boot/switch.asm */
declare function systemCallEntry(): void;
/** boot/entry.asm: whether EFLAGS.ID can be changed, which is to say that CPUID exists. */
declare function canChangeFlags(mask: u32): u32;

/** Fills the features in. Must come before everything that asks for them. */
export function findProcessorFeatures(): void {
  features.cpuid = canChangeFlags(EFLAGS_ID) !== 0;
  if (!features.cpuid) {
    return;
  }
  const result: CpuidResult = zeroed();
  cpuid(0, 0, result);
  const leaves = result.eax;
  cpuid(CPUID_FEATURES, 0, result);
  features.basic = result.edx;
  features.globalPages = (result.edx & FEATURE_PGE) !== 0;
  features.pageAttributes = (result.edx & FEATURE_PAT) !== 0;
  features.physicalBits = (result.edx & FEATURE_PSE36) !== 0 ? PHYSICAL_BITS_EXTENDED : PHYSICAL_BITS_MIN;
  if (leaves >= CPUID_STRUCTURED) {
    cpuid(CPUID_STRUCTURED, 0, result);
    features.structured = result.ebx;
    features.moreStructured = result.ecx;
  }
  cpuid(CPUID_EXTENDED_MAX, 0, result);
  const extendedLeaves = result.eax;
  if (extendedLeaves >= CPUID_ADDRESS_SIZES) {
    cpuid(CPUID_ADDRESS_SIZES, 0, result);
    features.physicalBits = sensiblePhysicalBits(result.eax & PHYSICAL_BITS_MASK);
  }
  if (extendedLeaves >= CPUID_EXTENDED_FEATURES) {
    cpuid(CPUID_EXTENDED_FEATURES, 0, result);
    features.noExecute = (result.edx & FEATURE_NX) !== 0;
  }
}

function sensiblePhysicalBits(bits: u32): u32 {
  return bits < PHYSICAL_BITS_MIN ? PHYSICAL_BITS_MIN : bits > PHYSICAL_BITS_MAX ? PHYSICAL_BITS_MAX : bits;
}

/** Bits of the physical addresses that the processor can reach and page entries hold: 32 to 44. */
export function physicalAddressBits(): u32 {
  return features.physicalBits;
}

/** Whether write combining can be chosen for a page. */
export function hasPageAttributes(): bool {
  return features.pageAttributes;
}

/** Whether the processor can be asked what it is. */
export function hasCpuid(): bool {
  return features.cpuid;
}

/** Whether page tables with 64-bit entries exist; the kernel cannot do without. */
export function hasPae(): bool {
  return (features.basic & FEATURE_PAE) !== 0;
}

/** Whether SYSENTER exists; the kernel cannot do without. */
export function hasSystemEnter(): bool {
  return (features.basic & FEATURE_SEP) !== 0;
}

/** Whether the processor has an interrupt controller of its own. */
export function hasLocalApic(): bool {
  return (features.basic & FEATURE_APIC) !== 0;
}

/** Whether pages can be marked not executable. */
export function hasNoExecute(): bool {
  return features.noExecute;
}

/** Whether pages can stay in the TLB when the space changes. */
export function hasGlobalPages(): bool {
  return features.globalPages;
}

/**
 * Lets the kernel use SSE2, where that is, for a stretch without interrupts: no task may, so that nobody's registers are
 * lost and nobody sees what is left in them. Answers whether it was so before. SDM vol. 3A, section 13.1.
 */
export function useVectors(use: bool): bool {
  const before = vectorsInUse;
  if (use && (features.basic & FEATURES_VECTORS) === FEATURES_VECTORS) {
    writeCr4(readCr4() | CR4_FXSR);
    writeCr0(readCr0() & ~(CR0_EMULATION | CR0_TASK_SWITCHED));
    vectorsInUse = true;
  } else if (before) {
    writeCr0(readCr0() | CR0_EMULATION);
    writeCr4(readCr4() & ~CR4_FXSR);
    vectorsInUse = false;
  }
  return before;
}

/** Whether the kernel may use SSE2 just now. */
export function vectorsAreInUse(): bool {
  return vectorsInUse;
}

/** First frame number that no page entry may hold. */
export function framesEnd(): u32 {
  const bits: u32 = features.physicalBits;
  return bits >= PHYSICAL_BITS_MAX ? 0xffff_ffff : 1 << ((bits - PAGE_SHIFT) & 31);
}

/**
 * Turns paging on with the page directory pointers at `cr3`, and with it every protection that
 * the processor offers. The code that runs must be identity-mapped.
 */
export function startPaging(cr3: u32): void {
  let cr4: u32 = readCr4() | CR4_PAE | CR4_PSE;
  if (features.globalPages) {
    cr4 |= CR4_PGE;
  }
  if ((features.moreStructured & FEATURE_UMIP) !== 0) {
    cr4 |= CR4_UMIP;
  }
  if ((features.structured & FEATURE_SMEP) !== 0) {
    cr4 |= CR4_SMEP;
  }
  if ((features.structured & FEATURE_SMAP) !== 0) {
    cr4 |= CR4_SMAP;
  }
  if (features.noExecute) {
    writeModelRegister(MSR_EFER, readModelRegister(MSR_EFER) | EFER_NX);
  }
  if (features.pageAttributes) {
    writeModelRegister(MSR_PAGE_ATTRIBUTES, PAGE_ATTRIBUTES);
  }
  writeCr3(cr3);
  writeCr4(cr4);
  const emulation: u32 = vectorsInUse ? 0 : CR0_EMULATION;
  writeCr0((readCr0() & ~CR0_TASK_SWITCHED) | CR0_PAGING | CR0_WRITE_PROTECT | emulation);
}

/** Makes SYSENTER arrive at boot/switch.asm with this stack. */
export function startSystemCalls(stackTop: u32): void {
  writeModelRegister(MSR_SYSENTER_CS, u64(KERNEL_CODE_SELECTOR));
  writeModelRegister(MSR_SYSENTER_ESP, u64(stackTop));
  writeModelRegister(MSR_SYSENTER_EIP, u64(addressOf(systemCallEntry)));
}

/** The address whose access faulted last. */
export function faultAddress(): u32 {
  return readCr2();
}
