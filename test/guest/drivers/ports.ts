/** Ports: within what the description gives, in three widths, by nobody else. */
import { PORT_8_BITS, PORT_16_BITS, PORT_32_BITS, PORT_WRITE, PowerAction } from "../../../lib/abi/call.ts";
import { Status } from "../../../lib/abi/status.ts";
import { accessPort, bindInterrupt, endMachine, taskExit } from "../../../lib/user/kernel-calls.ts";
import { readPort8, readPort16, readPort32, writePort8, writePort32 } from "../../../lib/user/ports.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { buryChild, type Child, waitForEnd } from "../support/child.ts";
import { startProgramChild } from "../support/program.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

const CLOCK_INDEX: u32 = 0x70;
const CLOCK_DATA: u32 = 0x71;
/** A byte of the clock's memory that means nothing. */
const CLOCK_SPARE: u8 = 0x5f;
const PCI_ADDRESS: u32 = 0xcf8;
const PCI_DATA: u32 = 0xcfc;
const PCI_ENABLE: u32 = 0x8000_0000;
const INTEL: u32 = 0x8086;

const words: SystemWords = zeroed();
const child: Child = zeroed();
let childPort: Status = Status.OK;
let childLine: Status = Status.OK;
let childPower: Status = Status.OK;

function access(port: u32): Status {
  return accessPort(selfIdentity(), port, 0, words);
}

/** A task that a driver has started: it is not described, so nothing is given to it. */
function childMain(task: u32, _space: u32): never {
  const own: SystemWords = zeroed();
  childPort = accessPort(task, CLOCK_DATA | PORT_8_BITS, 0, own);
  childLine = bindInterrupt(task, 8, 1);
  childPower = endMachine(task, PowerAction.OFF, 0);
  taskExit(task, 0);
  for (;;) {}
}

export function testPorts(): void {
  writePort8(CLOCK_INDEX, CLOCK_SPARE);
  const before: u8 = readPort8(CLOCK_DATA);
  writePort8(CLOCK_DATA, ~before);
  okEqual(u32(readPort8(CLOCK_DATA)), u32(~before), "what is written is read");
  writePort8(CLOCK_DATA, before);
  writePort32(PCI_ADDRESS, PCI_ENABLE);
  okEqual(readPort32(PCI_ADDRESS), PCI_ENABLE, "32 bits");
  okEqual(readPort32(PCI_DATA) & 0xffff, INTEL, "of the PCI bus");
  okEqual(u32(readPort16(PCI_DATA)), INTEL, "16 bits");
  okStatus(access(CLOCK_DATA | PORT_8_BITS), Status.OK, "the last port of a range");
  okStatus(access(CLOCK_DATA | PORT_16_BITS), Status.DENIED, "and one beyond it");
  okStatus(access(0x6f | PORT_16_BITS), Status.DENIED, "and one before it");
  okStatus(access(0x71 | PORT_32_BITS | PORT_WRITE), Status.DENIED, "a write beyond it");
  okStatus(access(0x60 | PORT_8_BITS), Status.DENIED, "another task's port");
  okStatus(access(0xffff | PORT_32_BITS), Status.DENIED, "beyond the last port of all");
  okStatus(access(CLOCK_DATA), Status.BAD_ARGUMENT, "no width");
  okStatus(access(CLOCK_DATA | PORT_8_BITS | PORT_16_BITS), Status.BAD_ARGUMENT, "two widths");
  okStatus(access(CLOCK_DATA | PORT_8_BITS | 0x10_0000), Status.BAD_ARGUMENT, "an unknown bit");
  okStatus(accessPort(0, CLOCK_DATA | PORT_8_BITS, 0, words), Status.DENIED, "in nobody's name");
  okStatus(startProgramChild(child, childMain), Status.OK, "a child starts");
  waitForEnd(child);
  ok(childPort === Status.DENIED, "a driver's child has no port");
  ok(childLine === Status.DENIED, "and no interrupt");
  ok(childPower === Status.DENIED, "and no power");
  buryChild(child);
}
