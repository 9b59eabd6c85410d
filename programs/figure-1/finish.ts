/** The demonstration's last line, and its end. */
import { endSelf } from "../../lib/user/panic.ts";
import { print, printLine } from "../../lib/user/print.ts";

/** @param reason what went wrong; empty when nothing did */
export function finish(reason: string): never {
  printLine("");
  if (reason.length !== 0) {
    print("figure-1: FAILED at: ");
    printLine(reason);
    endSelf(1);
  }
  printLine("figure-1: done");
  endSelf(0);
}
