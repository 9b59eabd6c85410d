/** What the program says: adapter, monitor, modes, and where 16-bit code went wrong. */
import { print, printDecimal, printHex, printLine } from "../../lib/flat/print.ts";
import { adapterName, askMonitor, modeAt, vesaController } from "../../lib/flat/vesa.ts";
import { Vm86End, vm86Machine } from "../../lib/flat/vm86.ts";
import type { Edid } from "../../lib/vesa/edid.ts";
import type { VesaMode } from "../../lib/vesa/mode.ts";

const COLUMNS: u32 = 5;
const MODE_COLUMNS: u32 = 14;

const edid: Edid = zeroed();
const mode: VesaMode = zeroed();

/** `1024x768x32` */
function printMode(one: VesaMode): void {
  printDecimal(one.width);
  print("x");
  printDecimal(one.height);
  print("x");
  printDecimal(one.depth);
}

function showMonitor(): void {
  if (!askMonitor(edid)) {
    printLine("vesa: the monitor says nothing of itself (no EDID)");
    return;
  }
  print("vesa: the monitor is ");
  print(stringOf(spanOf(edid.maker)));
  print(" ");
  printHex(edid.product);
  print(", likes best ");
  printDecimal(edid.width);
  print("x");
  printDecimal(edid.height);
  printLine("");
}

/** Columns that `1024x768x32` takes. */
function modeColumns(one: VesaMode): u32 {
  const height: u32 = one.height < 1000 ? 3 : 4;
  return (one.width < 1000 ? 3 : 4) + height + 4;
}

function showModes(): void {
  let inLine: u32 = 0;
  for (let i: u32 = 0; modeAt(i, mode); i++) {
    if (mode.number !== 0) {
      print(inLine === 0 ? "vesa:   " : "");
      printMode(mode);
      for (let column: u32 = modeColumns(mode); column < MODE_COLUMNS; column++) {
        print(" ");
      }
      inLine += 1;
    }
    if (inLine === COLUMNS) {
      printLine("");
      inLine = 0;
    }
  }
  if (inLine !== 0) {
    printLine("");
  }
}

/** Everything that the BIOS says. */
export function showAll(): void {
  const controller = vesaController();
  print("vesa: VBE ");
  printDecimal(controller.version >>> 8);
  print(".");
  printDecimal(controller.version & 0xff);
  print(", ");
  printDecimal(controller.memoryKib);
  print(" KiB of video memory, ");
  printLine(adapterName());
  showMonitor();
  printLine("vesa: modes with a linear frame buffer:");
  showModes();
}

/** The mode that is set. */
export function sayMode(one: VesaMode): void {
  print("vesa: mode ");
  printHex(one.number);
  print(", ");
  printMode(one);
  print(", frame buffer at ");
  printHex(one.address);
  printLine("");
}

/** Where the 16-bit code stood when it was stopped. */
export function sayEnd(end: Vm86End): void {
  const machine = vm86Machine();
  const frame = machine.frame;
  print("vesa: the BIOS was stopped at ");
  printHex(frame.cs);
  print(":");
  printHex(frame.eip);
  if (end === Vm86End.PORT_REFUSED) {
    print(", port ");
    printHex(machine.port);
  } else if (end === Vm86End.FAULTED) {
    print(", exception ");
    printDecimal(frame.vector);
    print(", address ");
    printHex(frame.faultAddress);
  }
  printLine("");
}
