/** What the machine's own BIOS answers. */
import { callBios, hasBios, Vm86End, vm86Machine } from "../../../lib/flat/vm86.ts";
import { ok, okEqual } from "../flat/tap.ts";

export function testBios(): void {
  const frame = vm86Machine().frame;
  ok(hasBios(0x12), "the machine has a BIOS");
  okEqual(callBios(0x12), Vm86End.OK, "it says how much conventional memory there is");
  okEqual(frame.eax & 0xffff, vm86Machine().memory.read(0, 0x413, 2), "as much as its data area says");
  frame.eax = 0x0f00;
  frame.ebx = 0;
  okEqual(callBios(0x10), Vm86End.OK, "it says the video mode");
  okEqual(frame.eax & 0x7f, 3, "80 by 25 characters");
  vm86Machine().memory.write(0, 0xf1 << 2, 4, 0);
  okEqual(callBios(0xf1), Vm86End.NO_BIOS, "a vector that leads nowhere");
}
