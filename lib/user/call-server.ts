/**
 * CALL of a server that may be started again meanwhile: who gets DEAD looks on the information page who it is now, and asks
 * that one. For questions that may be asked twice.
 */
import { Counter } from "../abi/call.ts";
import { Status } from "../abi/status.ts";
import { callTask, counterGet, yieldTask } from "./kernel-calls.ts";

/** How long a server may be away: the supervisor starts it again within this time, or holds it. */
export const SERVER_WAIT_TICKS: u32 = 200;

/** Says who the server is now. */
export type ServerFinder = () => u32;

/** Timer ticks since boot. */
export function ticksNow(): u32 {
  const words: SystemWords = zeroed();
  return counterGet(Counter.TICKS, words) === Status.OK ? words.word0 : 0;
}

/**
 * Asks until somebody answers, for `waitTicks` ticks after the first DEAD; 0: only where another has taken the dead one's place
 * already, for servers, which keep their clients waiting.
 * @returns what `callTask` returns
 */
export function callServer(find: ServerFinder, words: SystemWords, waitTicks: u32): Status {
  const question: SystemWords = zeroed();
  copy(question, words);
  let server: u32 = find();
  let status: Status = callTask(server, words);
  if (status !== Status.DEAD) {
    return status;
  }
  const first: u32 = ticksNow();
  let isAnother: bool = find() !== server;
  while (status === Status.DEAD && (isAnother || ticksNow() - first < waitTicks)) {
    yieldTask();
    copy(words, question);
    server = find();
    status = callTask(server, words);
    isAnother = find() !== server;
  }
  return status;
}
