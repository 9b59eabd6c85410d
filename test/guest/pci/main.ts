/** One line for each function on the PCI bus. */
import { nextPciFunction, type PciFunction, type PciWalk } from "../../../lib/user/pci.ts";
import { pciClassName } from "../../../lib/user/pci-classes.ts";
import { print, printHex, printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";

const walk: PciWalk = zeroed();
const found: PciFunction = zeroed();

function main(): u32 {
  while (nextPciFunction(walk, found)) {
    printHex((found.bus << 16) | (found.device << 8) | found.function);
    print(" ");
    printHex((found.vendor << 16) | found.product);
    print(" ");
    printLine(pciClassName(found.classCode, found.subclass));
  }
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
