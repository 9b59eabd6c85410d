/**
 * From the boot loader's registers to checked boot information; refuses the boot with a line.
 */

import { physicalMemory } from "../arch/kernel-memory.ts";
import { startTextScreen } from "../arch/text-screen.ts";
import {
  BootError,
  type BootInformation,
  bootErrorText,
  FRAMEBUFFER_TEXT,
} from "../boot/boot-information.ts";
import { MULTIBOOT1_MAGIC, parseMultiboot1 } from "../boot/multiboot1.ts";
import { MULTIBOOT2_MAGIC, parseMultiboot2 } from "../boot/multiboot2.ts";
import { refuseBoot } from "../debug/panic.ts";

const information: BootInformation = zeroed();

/** `magic` and `address` are what the loader left in EAX and EBX. Paging is still off. */
export function readBootInformation(magic: u32, address: u32): BootInformation {
  let error: BootError = BootError.NOT_MULTIBOOT;
  if (magic === MULTIBOOT1_MAGIC) {
    error = parseMultiboot1(physicalMemory(), address, information);
    // Version 1 loaders (QEMU's -kernel) leave the firmware's text mode on.
    startTextScreen();
  } else if (magic === MULTIBOOT2_MAGIC) {
    error = parseMultiboot2(physicalMemory(), address, information);
    if (information.framebuffer.kind === FRAMEBUFFER_TEXT && information.framebuffer.width !== 0) {
      startTextScreen();
    }
  }
  if (error !== BootError.NONE) {
    refuseBoot(bootErrorText(error));
  }
  return information;
}
