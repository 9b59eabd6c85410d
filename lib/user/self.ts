/** Who the task is: told by the kernel in registers at its start, kept here. */

let task: u32 = 0;
let space: u32 = 0;

/** Remembers what the kernel told at the start. Called once, by start.ts. */
export function rememberSelf(ownTask: u32, ownSpace: u32): void {
  task = ownTask;
  space = ownSpace;
}

/** The identity of this task. */
export function selfIdentity(): u32 {
  return task;
}

/** The identity of the space this task runs in. */
export function selfSpace(): u32 {
  return space;
}
