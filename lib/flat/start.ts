/**
 * Where a flat program starts. A program gives `start` the symbol `_start` and its main function the
 * symbol `flatMain`; programs/flat-hello is the example.
 */
import { endSelf } from "./panic.ts";

/** The program's main function; what it returns is the task's exit status. */
export declare function flatMain(): u32;

/** First code of the task: EAX its identity, EDX its argument, 0 for the one that the boot starts. */
export function start(_task: u32, _argument: u32): never {
  endSelf(flatMain());
}
