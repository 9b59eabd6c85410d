/**
 * Has the keyboard controller interrupt it, and ends without asking for the next interrupt: what the next one who binds the
 * line finds. Its exit status is 0 if the interrupt came.
 */
import { MessageKind } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { bindInterrupt, taskAlarm, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { readPort8, writePort8 } from "../../../lib/user/ports.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";

const DATA: u32 = 0x60;
const COMMAND: u32 = 0x64;
const COMMAND_READ_CONFIGURATION: u8 = 0x20;
const COMMAND_WRITE_CONFIGURATION: u8 = 0x60;
const CONFIGURATION_INTERRUPTS: u8 = 1;
/** What is written next comes back as if from the keyboard. */
const COMMAND_ECHO: u8 = 0xd2;
const LINE: u32 = 1;
const BIT: u32 = 4;

function main(): u32 {
  const words: SystemWords = zeroed();
  writePort8(COMMAND, COMMAND_READ_CONFIGURATION);
  const configuration: u8 = readPort8(DATA);
  writePort8(COMMAND, COMMAND_WRITE_CONFIGURATION);
  writePort8(DATA, configuration | CONFIGURATION_INTERRUPTS);
  if (bindInterrupt(selfIdentity(), LINE, BIT) !== Status.OK) {
    return 2;
  }
  taskAlarm(selfIdentity(), 10);
  writePort8(COMMAND, COMMAND_ECHO);
  writePort8(DATA, 0x1e);
  const head: u32 = waitForMessage(words);
  if ((head & 15) !== MessageKind.NOTIFICATION || words.word0 !== BIT) {
    return 3;
  }
  return readPort8(DATA) === 0x1e ? 0 : 4;
}

symbol(start, "_start");
symbol(main, "userMain");
