/** A driver that ends without a word leaves a line that the next one can bind. */
import { TaskEnd } from "../../../lib/abi/information.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { taskAlarm, taskRestart, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { okEqual, okStatus } from "../support/tap.ts";

const STARTS: u32 = 3;
const TICKS: u32 = 20;

const words: SystemWords = zeroed();

export function testRestarts(): void {
  const driver: u32 = taskNumberByName("key-driver");
  awaitDriver(driver);
  for (let i: u32 = 0; i < STARTS; i++) {
    okStatus(taskRestart(selfIdentity(), driver, words), Status.OK, "the driver starts again");
    awaitDriver(driver);
  }
}

/** Its end, within TICKS ticks. */
function awaitDriver(driver: u32): void {
  for (let i: u32 = 0; taskEntry(driver).end === TaskEnd.NONE && i < 4; i++) {
    taskAlarm(selfIdentity(), TICKS);
    waitForMessage(words);
  }
  taskAlarm(selfIdentity(), 0);
  okEqual(taskEntry(driver).end, TaskEnd.EXITED, "the driver has ended");
  okEqual(taskEntry(driver).endDetail, 0, "and its interrupt came");
}
