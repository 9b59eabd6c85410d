/** What a driver may do, and what it may not: ports, interrupts, the screen, the machine's power. */
import { PowerAction } from "../../../lib/abi/call.ts";
import { Status } from "../../../lib/abi/status.ts";
import { endMachine } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { beginTests, finishTests, okStatus } from "../support/tap.ts";
import { testInterrupts } from "./interrupts.ts";
import { testPorts } from "./ports.ts";
import { testRestarts } from "./restarts.ts";
import { testScreen } from "./screen.ts";

function testPower(): void {
  const beyond: PowerAction = 2 as PowerAction;
  okStatus(endMachine(selfIdentity(), beyond, 0), Status.BAD_ARGUMENT, "POWER does two things");
  okStatus(endMachine(0, PowerAction.OFF, 0), Status.DENIED, "POWER in nobody's name");
}

function main(): u32 {
  beginTests();
  testPorts();
  testInterrupts();
  testRestarts();
  testScreen();
  testPower();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
