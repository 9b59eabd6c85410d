/** Boot information that the parsers find as the kernel's is, with nothing in it: tests parse more than once. */
import type { BootInformation } from "../../../kernel/boot/boot-information.ts";

/** Forgets what was found before. */
export function forgetInformation(information: BootInformation): void {
  information.regionCount = 0;
  information.lostBytes = 0n;
  information.moduleCount = 0;
  information.commandLine[0] = 0;
  information.commandLineBytes = 0;
  information.informationStart = 0;
  information.informationBytes = 0;
  information.rsdpBytes = 0;
  information.framebuffer.width = 0;
}
