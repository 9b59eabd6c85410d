/**
 * Where a task starts. A program gives `start` the symbol `_start` and its own main function the
 * symbol `userMain`; programs/hello is the example.
 */
import { memcmp, memcpy, memmove, memset } from "../core/bytes.ts";
import { endSelf } from "./panic.ts";
import { rememberSelf } from "./self.ts";

/** The program's main function; what it returns is the task's exit status. */
export declare function userMain(): u32;

/**
 * First code of the task. The kernel's convention: EAX the task's own identity, EDX its space.
 * @param ownTask identity of this task
 * @param ownSpace identity of its space
 */
export function start(ownTask: u32, ownSpace: u32): never {
  rememberSelf(ownTask, ownSpace);
  endSelf(userMain());
}

// What gcc may call on its own; named here so that every program brings them along.
symbol(memcpy, "memcpy");
symbol(memmove, "memmove");
symbol(memset, "memset");
symbol(memcmp, "memcmp");
