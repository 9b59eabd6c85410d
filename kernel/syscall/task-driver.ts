/**
 * TASK_CONTROL INTERRUPT, PORT and POWER: what a driver may do to the machine, within what it holds (holdings.ts).
 */
import { PORT_8_BITS, PORT_16_BITS, PORT_32_BITS, PORT_WRITE, PowerAction } from "../../lib/abi/call.ts";
import { DeviceKind, MANIFEST_PORTS_END, MANIFEST_TASK_POWER } from "../../lib/abi/manifest.ts";
import { NOTIFICATION_KERNEL_BITS } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { readPort, writePort } from "../arch/port.ts";
import { bindLine } from "../ipc/interrupt-lines.ts";
import { endByTask } from "../ipc/machine-end.ts";
import { holdsNumbers } from "../memory/holdings.ts";
import { descriptionOf } from "../task/described.ts";
import { isDescribed, type Task, taskSlot } from "../task/task.ts";
import { isSelf } from "./is-self.ts";

/** Word 1 is the line, word 2 the notification bits. */
export function bindTaskInterrupt(self: Task, head: u32): Status {
  const line: u32 = self.registers.esi;
  const bits: u32 = self.registers.edi;
  if (!isSelf(self, head) || !holds(self, DeviceKind.INTERRUPT, line, 1)) {
    return Status.DENIED;
  }
  if ((bits & NOTIFICATION_KERNEL_BITS) !== 0) {
    return Status.BAD_ARGUMENT;
  }
  bindLine(self, line, bits);
  return Status.OK;
}

/** Word 1 is the port with PORT_* bits, word 2 what to write; what was read goes to word 0. */
export function accessTaskPort(self: Task, head: u32): Status {
  const access: u32 = self.registers.esi;
  const port: u32 = access & (MANIFEST_PORTS_END - 1);
  const bytes: u32 = portBytes(access & ~(PORT_WRITE | (MANIFEST_PORTS_END - 1)));
  if (bytes === 0) {
    return Status.BAD_ARGUMENT;
  }
  if (!isSelf(self, head) || !holds(self, DeviceKind.PORTS, port, bytes)) {
    return Status.DENIED;
  }
  self.registers.ebx = 0;
  if ((access & PORT_WRITE) === 0) {
    self.registers.ebx = readPort(port, bytes);
  } else {
    writePort(port, bytes, self.registers.edi);
  }
  return Status.OK;
}

/** 0: no width, or several. */
function portBytes(width: u32): u32 {
  return width === PORT_8_BITS ? 1 : width === PORT_16_BITS ? 2 : width === PORT_32_BITS ? 4 : 0;
}

/** Word 1 is a PowerAction, word 2 the status for an emulator. */
export function endMachineByTask(self: Task, head: u32): Status {
  const action: u32 = self.registers.esi;
  const may: bool = isDescribed(self) && (descriptionOf(taskSlot(self)).flags & MANIFEST_TASK_POWER) !== 0;
  if (!isSelf(self, head) || !may) {
    return Status.DENIED;
  }
  if (action > PowerAction.REBOOT) {
    return Status.BAD_ARGUMENT;
  }
  endByTask(action === PowerAction.REBOOT, self.registers.edi);
}

function holds(self: Task, kind: DeviceKind, first: u32, count: u32): bool {
  return isDescribed(self) && holdsNumbers(taskSlot(self), kind, first, count);
}
