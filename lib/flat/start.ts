/**
 * Where a flat program starts. A program gives `start` the symbol `_start` and its main function the
 * symbol `flatMain`; programs/flat-hello is the example.
 */
import { memcmp, memcpy, memmove, memset } from "../core/bytes.ts";
import { endSelf } from "./panic.ts";

/** The program's main function; what it returns is the task's exit status. */
export declare function flatMain(): u32;

let given: u32 = 0;

/** What the program's first task was started with: 0 by the boot, a word of the supervisor's caller afterwards. */
export function startArgument(): u32 {
  return given;
}

/** First code of the task: EAX its identity, EDX its argument, 0 for the one that the boot starts. */
export function start(_task: u32, argument: u32): never {
  given = argument;
  endSelf(flatMain());
}

// What gcc may call on its own; named here so that every program brings them along.
symbol(memcpy, "memcpy");
symbol(memmove, "memmove");
symbol(memset, "memset");
symbol(memcmp, "memcmp");
