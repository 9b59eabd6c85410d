/** `log`, `devices`, `layout`, `bench`, `off`, `reboot`: the machine. */
import { PowerAction } from "../../lib/abi/call.ts";
import { type InformationScreen, ScreenKind, TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { Status } from "../../lib/abi/status.ts";
import { CONSOLE_COUNT_SHIFT, ConsoleOperation } from "../../lib/proto/console.ts";
import { KEYBOARD_COUNT_SHIFT, KeyboardLayout, KeyboardOperation } from "../../lib/proto/keyboard.ts";
import { messageByte } from "../../lib/proto/message-bytes.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { callConsole, writeConsole } from "../../lib/user/console-client.ts";
import { findTask, systemInformation, taskCount, taskEntry } from "../../lib/user/information.ts";
import { callTask, endMachine } from "../../lib/user/kernel-calls.ts";
import { nextPciFunction, PCI_PORT, type PciFunction, type PciWalk } from "../../lib/user/pci.ts";
import { pciClassName } from "../../lib/user/pci-classes.ts";
import { hasPorts } from "../../lib/user/ports.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import type { CommandLine } from "./command-line.ts";
import {
  beginRow,
  beginTable,
  endLine,
  endTitles,
  rowText,
  say,
  sayDecimal,
  sayHex,
  sayLine,
  textColumn,
} from "./output.ts";
import { NO_NUMBER, readNumber } from "./words.ts";

const LINE_FEED: u8 = 10;
const LOG_LINES: u32 = 20;
/** Eight bytes each: more than the kernel keeps. */
const LOG_READS_MAX: u32 = 4096;

/** Gives the kernel's log byte by byte. */
function readLog(take: (byte: u8) => void): void {
  const words: SystemWords = zeroed();
  let place: u32 = 0;
  for (let reads: u32 = 0; reads < LOG_READS_MAX; reads++) {
    words.word0 = ConsoleOperation.LOG;
    words.word1 = place;
    if (callConsole(words) !== ServerStatus.OK) {
      return;
    }
    const count: u32 = words.word0 >>> CONSOLE_COUNT_SHIFT;
    for (let i: u32 = 0; i < count; i++) {
      take(messageByte(words, i + 4));
    }
    place = words.word1 + count;
    if (count === 0) {
      return;
    }
  }
}

let linesLeft: u32 = 0;
const one: FixedArray<u8, 1> = zeroed();

function countLine(byte: u8): void {
  linesLeft += byte === LINE_FEED ? 1 : 0;
}

/** Leaves out lines until so many are left. */
function printLogged(byte: u8): void {
  if (linesLeft === 0) {
    one[0] = byte;
    writeConsole(spanOf(one));
  } else if (byte === LINE_FEED) {
    linesLeft -= 1;
  }
}

export function printLog(lines: u32): void {
  linesLeft = 0;
  readLog(countLine);
  linesLeft = linesLeft > lines ? linesLeft - lines : 0;
  readLog(printLogged);
}

export function commandLog(line: CommandLine): void {
  const lines: u64 = line.count > 1 ? readNumber(line.word(1)) : u64(LOG_LINES);
  if (lines !== NO_NUMBER) {
    printLog(u32(lines));
  }
}

function sayScreen(): void {
  const screen: InformationScreen = systemInformation().screen;
  say("screen    ");
  if (screen.kind !== ScreenKind.TEXT && screen.kind !== ScreenKind.COLOUR) {
    sayLine("none that can be used: text goes to the serial line alone");
    return;
  }
  sayDecimal(screen.width);
  say("x");
  sayDecimal(screen.height);
  say(screen.kind === ScreenKind.TEXT ? " characters of VGA text" : " pixels of ");
  if (screen.kind !== ScreenKind.TEXT) {
    sayDecimal(screen.depth);
    say(" bits");
  }
  say(", at ");
  sayHex(screen.addressHigh);
  sayHex(screen.addressLow);
  endLine();
}

function layoutName(layout: u32): string {
  return layout === KeyboardLayout.GERMAN ? "de" : "us";
}

function sayKeyboard(): void {
  const words: SystemWords = zeroed();
  words.word0 = KeyboardOperation.STATE;
  say("keyboard  ");
  if (callTask(findTask("keyboard"), words) !== Status.OK) {
    sayLine("its server does not answer");
    return;
  }
  say(words.word1 === 1 ? "PS/2, layout " : "none that answers, layout ");
  say(layoutName(words.word0 >>> KEYBOARD_COUNT_SHIFT));
  say(", keys pressed: ");
  sayDecimal(words.word2);
  endLine();
}

function sayPciBus(): void {
  if (!hasPorts(PCI_PORT)) {
    sayLine("PCI bus: not without the right to its ports, io-ports 0xcf8 8");
    return;
  }
  const walk: PciWalk = zeroed();
  const found: PciFunction = zeroed();
  beginTable();
  textColumn("PCI place", 9);
  textColumn("vendor", 6);
  textColumn("device", 6);
  textColumn("what it is", 30);
  endTitles();
  while (nextPciFunction(walk, found)) {
    const place: FixedArray<u8, 16> = zeroed();
    const bytes: FixedArray<u8, 8> = zeroed();
    beginRow();
    rowText(format(spanOf(place), `${hex(found.bus, 2)}:${hex(found.device, 2)}.${found.function}`));
    rowText(format(spanOf(bytes), `${hex(found.vendor, 4)}`));
    rowText(format(spanOf(bytes), `${hex(found.product, 4)}`));
    rowText(pciClassName(found.classCode, found.subclass));
    endLine();
  }
}

export function commandDevices(_line: CommandLine): void {
  sayScreen();
  sayKeyboard();
  sayPciBus();
}

export function commandLayout(line: CommandLine): void {
  const words: SystemWords = zeroed();
  const wanted: string = line.word(1);
  words.word0 = KeyboardOperation.LAYOUT;
  words.word1 = wanted === "de" ? KeyboardLayout.GERMAN : KeyboardLayout.UNITED_STATES;
  if (wanted !== "de" && wanted !== "us") {
    sayLine("layout us, or layout de");
  } else if (callTask(findTask("keyboard"), words) !== Status.OK) {
    sayLine("the keyboard server does not answer");
  }
}

/** 0 when every program that has ended ended well. */
function machineStatus(): u32 {
  for (let i: u32 = 0; i < taskCount(); i++) {
    const entry = taskEntry(i);
    const failed: bool = entry.end === TaskEnd.EXITED ? entry.endDetail !== 0 : entry.end !== TaskEnd.NONE;
    if (entry.kind === TaskKind.PROGRAM && failed && entry.end !== TaskEnd.STOPPED) {
      return 1;
    }
  }
  return 0;
}

function power(action: PowerAction): void {
  endMachine(selfIdentity(), action, machineStatus());
  sayLine("the kernel does not let the shell do that");
}

export function commandOff(_line: CommandLine): void {
  sayLine("off");
  power(PowerAction.OFF);
}

export function commandReboot(_line: CommandLine): void {
  sayLine("reboot");
  power(PowerAction.REBOOT);
}
