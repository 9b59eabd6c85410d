/**
 * From the boot loader's registers to checked boot information; refuses the boot with a line.
 */

import { physicalMemory } from "../arch/kernel-memory.ts";
import { noteLineTable } from "../arch/line-table.ts";
import { startTextScreen } from "../arch/text-screen.ts";
import {
  BootError,
  type BootFramebuffer,
  type BootInformation,
  bootErrorText,
  FRAMEBUFFER_TEXT,
} from "../boot/boot-information.ts";
import { setFramebuffer } from "../boot/collect.ts";
import { optionIs } from "../boot/command-line.ts";
import { MULTIBOOT1_MAGIC, parseMultiboot1 } from "../boot/multiboot1.ts";
import { MULTIBOOT2_MAGIC, parseMultiboot2 } from "../boot/multiboot2.ts";
import { chooseConsoles } from "../debug/console.ts";
import { refuseBoot } from "../debug/panic.ts";
import { knowPixelScreen } from "../debug/pixel-screen.ts";

const TEXT_ADDRESS: u64 = 0xb_8000n;

const information: BootInformation = zeroed();

/** `magic` and `address` are what the loader left in EAX and EBX. Paging is still off. */
export function readBootInformation(magic: u32, address: u32): BootInformation {
  let error: BootError = BootError.NOT_MULTIBOOT;
  if (magic === MULTIBOOT1_MAGIC) {
    error = parseMultiboot1(physicalMemory(), address, information);
    // Version 1 loaders (QEMU's -kernel) leave the firmware's text mode on.
    if (information.framebuffer.width === 0) {
      setFramebuffer(information, TEXT_ADDRESS, 160, 80, 25, 16, FRAMEBUFFER_TEXT, 0n);
    }
  } else if (magic === MULTIBOOT2_MAGIC) {
    error = parseMultiboot2(physicalMemory(), address, information);
  }
  takeScreen(information.framebuffer);
  if (error !== BootError.NONE) {
    refuseBoot(bootErrorText(error));
  }
  if (information.moduleCount !== 0) {
    const last = information.modules[information.moduleCount - 1];
    noteLineTable(last.start, last.bytes);
  }
  chooseConsoles(!optionIs(information, "console", "screen"), !optionIs(information, "console", "serial"));
  return information;
}

function takeScreen(screen: BootFramebuffer): void {
  if (screen.kind !== FRAMEBUFFER_TEXT) {
    knowPixelScreen(screen.address, screen.pitch, screen.width, screen.height, screen.depth);
  } else if (screen.width !== 0) {
    startTextScreen();
  }
}
