/**
 * What the boot loader told the kernel, in one form for both multiboot versions.
 *
 * Everything is copied: once a parser has answered NONE, the loader's own block is needed no more.
 * Addresses of modules and regions are checked for form (no wrap, inside the window that the parser
 * was given), not for sense: memory-map.ts and memory-plan.ts decide what they are worth.
 */

export const BOOT_REGIONS_MAX = 128;
export const BOOT_MODULES_MAX = 40;
export const COMMAND_LINE_BYTES = 256;
/** ACPI 6.5, table 5.3: the whole root pointer; its first revision has 20 bytes. */
export const RSDP_BYTES = 36;

/** Why the kernel does not boot. */
export enum BootError {
  NONE = 0,
  NOT_MULTIBOOT = 1,
  BAD_ADDRESS = 2,
  BAD_INFORMATION = 3,
  NO_MEMORY_MAP = 4,
  BAD_MEMORY_MAP = 5,
  TOO_MANY_MODULES = 6,
  BAD_MODULE = 7,
  NO_USABLE_MEMORY = 8,
  KERNEL_OUTSIDE_MEMORY = 9,
  NO_MEMORY = 10,
  BAD_HOLES = 11,
}

/** A piece of the loader's memory map; never empty, `start + bytes` never wraps. */
export class MemoryRegion {
  start: u64 = 0n;
  bytes: u64 = 0n;
  usable: bool = false;
}

/** `start + bytes` never wraps; `bytes` may be 0. */
export class BootModule {
  start: u32 = 0;
  bytes: u32 = 0;
}

/** What the loader set up for drawing; width 0 says that there is none. */
export class BootFramebuffer {
  /** May lie above 4 GiB. */
  address: u64 = 0n;
  /** Bytes from one line to the next. */
  pitch: u32 = 0;
  /** In pixels, or in characters where `kind` is text. */
  width: u32 = 0;
  height: u32 = 0;
  /** Bits of a pixel, or of a character cell. */
  depth: u32 = 0;
  /** FRAMEBUFFER_* */
  kind: u32 = 0;
  /** Of a COLOUR one, a byte each from the lowest on: position and size of red, of green, of blue. */
  channels: u64 = 0n;
}

/** Bytes that the lines of a frame buffer take; below 2^32 by the checks that every one has passed. */
export function screenBytes(screen: BootFramebuffer): u32 {
  return screen.pitch * screen.height;
}

export const FRAMEBUFFER_INDEXED: u32 = 0;
export const FRAMEBUFFER_COLOUR: u32 = 1;
export const FRAMEBUFFER_TEXT: u32 = 2;

export class BootInformation {
  regions: FixedArray<MemoryRegion, typeof BOOT_REGIONS_MAX> = zeroed();
  regionCount: u32 = 0;
  /** Bytes of usable pieces for which there was no place. */
  lostBytes: u64 = 0n;
  modules: FixedArray<BootModule, typeof BOOT_MODULES_MAX> = zeroed();
  moduleCount: u32 = 0;
  /** Printable characters only, ended by a zero byte. */
  commandLine: FixedArray<u8, typeof COMMAND_LINE_BYTES> = zeroed();
  /** Without the zero byte. */
  commandLineBytes: u32 = 0;
  /** The loader's own block. */
  informationStart: u32 = 0;
  informationBytes: u32 = 0;
  /** The ACPI root pointer, its checksums proved; `rsdpBytes` is 0, 20 or 36. */
  rsdp: FixedArray<u8, typeof RSDP_BYTES> = zeroed();
  rsdpBytes: u32 = 0;
  framebuffer: BootFramebuffer = zeroed();
}

/** One line for the console: what is wrong and what to do about it. */
export function bootErrorText(error: BootError): string {
  switch (error) {
    case BootError.NONE:
      return "no error";
    case BootError.NOT_MULTIBOOT:
      return "not started by a multiboot loader: start the kernel with GRUB or with qemu -kernel";
    case BootError.BAD_ADDRESS:
      return "the boot information lies outside memory: use another boot loader";
    case BootError.BAD_INFORMATION:
      return "the boot information is cut short or contradicts itself: use another boot loader";
    case BootError.NO_MEMORY_MAP:
      return "the boot loader gave no memory map: use a loader that does, such as GRUB";
    case BootError.BAD_MEMORY_MAP:
      return "the boot loader's memory map is broken: use another boot loader or update the firmware";
    case BootError.TOO_MANY_MODULES:
      return "more than 40 boot modules: load fewer of them";
    case BootError.BAD_MODULE:
      return "a boot module ends before it starts or lies outside memory: build and load the image again";
    case BootError.NO_USABLE_MEMORY:
      return "the memory map names no usable memory above 1 MiB: give the machine at least 24 MB";
    case BootError.KERNEL_OUTSIDE_MEMORY:
      return "the memory that holds the kernel is not usable memory: use another boot loader or firmware";
    case BootError.NO_MEMORY:
      return "too little memory for kernel and modules: give the machine at least 24 MB";
    case BootError.BAD_HOLES:
      return "holes= on the command line is not START+BYTES,START+BYTES: mend it or leave it out";
  }
}
