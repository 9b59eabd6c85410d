/** Says what the information page says of the screen, and writes the first and the last word of it. */
import {
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_WRITE,
  ATTRIBUTE_WRITE_COMBINING,
} from "../../../lib/abi/attributes.ts";
import { type ScreenChannel, ScreenKind } from "../../../lib/abi/information.ts";
import { ALLOCATION_START, PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { systemInformation } from "../../../lib/user/information.ts";
import { addressSpaceAlloc, addressSpaceSet } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { print, printDecimal, printLine } from "../../../lib/user/print.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";

const RIGHTS: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const PATTERN: u32 = 0x00ff_8040;

function say(value: u32): void {
  print(" ");
  printDecimal(value);
}

function sayChannel(channel: ScreenChannel): void {
  say(channel.position);
  print("+");
  printDecimal(channel.bits);
}

function keeps(address: u32): bool {
  storeWord(address, PATTERN);
  return loadWord(address) === PATTERN;
}

function main(): u32 {
  const screen = systemInformation().screen;
  print("screen:");
  say(screen.kind);
  say(screen.width);
  say(screen.height);
  say(screen.depth);
  say(screen.pitch);
  sayChannel(screen.red);
  sayChannel(screen.green);
  sayChannel(screen.blue);
  printLine("");
  if (screen.kind === ScreenKind.NONE) {
    return 0;
  }
  const offset: u32 = screen.addressLow & PAGE_OFFSET_MASK;
  const bytes: u32 = screen.pitch * screen.height;
  const pages: u32 = (offset + bytes + PAGE_OFFSET_MASK) >>> PAGE_SHIFT;
  const device: u32 = RIGHTS | ATTRIBUTE_WRITE_COMBINING | ATTRIBUTE_SOURCE_DEVICE;
  const low: u32 = screen.addressLow - offset;
  if (addressSpaceAlloc(selfSpace(), ALLOCATION_START, pages + 1, RIGHTS) !== Status.OK) {
    return 2;
  }
  if (
    addressSpaceSet(selfSpace(), ALLOCATION_START, pages + 1, device, low, screen.addressHigh) !==
    Status.DENIED
  ) {
    return 3;
  }
  if (addressSpaceSet(selfSpace(), ALLOCATION_START, pages, device, low, screen.addressHigh) !== Status.OK) {
    return 4;
  }
  return keeps(ALLOCATION_START + offset) && keeps(ALLOCATION_START + offset + bytes - 4) ? 0 : 5;
}

symbol(start, "_start");
symbol(main, "userMain");
