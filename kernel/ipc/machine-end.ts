/**
 * The end of a run that has a final task: the machine ends with its exit status.
 */
import { EXIT_SUCCESS, EXIT_TASK_FAILED } from "../../lib/abi/machine-exit.ts";
import { tellEmulator } from "../arch/machine-exit.ts";
import { doWhatIsAsked } from "../debug/asked.ts";
import { endLine, say, sayDecimal, sayLine } from "../debug/console.ts";
import { reboot, switchOff } from "./power.ts";

/** What the final task returned; a task that was ended did not return. */
let finalStatus: u32 = 1;

/** The final task says how it went, just before it ends: the moment of the memory map, if one is asked for. */
export function setFinalStatus(status: u32): void {
  finalStatus = status;
  doWhatIsAsked();
}

/** The final task is gone. */
export function finishMachine(): never {
  if (finalStatus === 0) {
    sayLine("kernel: the final task has ended, status 0; the machine switches off");
    tellEmulator(EXIT_SUCCESS);
    switchOff();
  }
  say("kernel: the final task has failed, status ");
  sayDecimal(finalStatus);
  endLine();
  tellEmulator(EXIT_TASK_FAILED);
  switchOff();
}

/** A task that may do so ends the machine; `status` 0 is success. */
export function endByTask(again: bool, status: u32): never {
  sayLine(again ? "kernel: a task starts the machine again" : "kernel: a task switches the machine off");
  if (again) {
    reboot();
  }
  tellEmulator(status === 0 ? EXIT_SUCCESS : EXIT_TASK_FAILED);
  switchOff();
}
