/** Idle time clears frames: what is taken after a rest is zero at once, without anybody clearing it then. */
import { ATTRIBUTE_BACKED, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../../lib/abi/attributes.ts";
import { ALLOCATION_START, PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceRelease,
  taskAlarm,
  waitForMessage,
} from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfIdentity, selfSpace } from "../../../lib/user/self.ts";
import { ok, okStatus } from "../support/tap.ts";

const BACKED: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
const HERE: u32 = ALLOCATION_START;
/** Fewer than idle time clears (ZEROED_MAX of kernel/memory/frame-blocks.ts). */
const PAGES: u32 = 40;
/** Clearing a page alone takes more instructions than this, the call without it fewer. */
const CLEARING: u32 = 1000;

/** Takes pages one by one, which must be zero, writes to them, and gives them back. Answers how many took a clearing. */
function takePages(): u32 {
  let cleared: u32 = 0;
  for (let i: u32 = 0; i < PAGES; i++) {
    const at: u32 = HERE + (i << PAGE_SHIFT);
    const started: u32 = readTimeStampLow();
    const status = addressSpaceAlloc(selfSpace(), at, 1, BACKED);
    cleared += readTimeStampLow() - started > CLEARING ? 1 : 0;
    if (status !== Status.OK || loadWord(at) !== 0 || loadWord(at + 0xffc) !== 0) {
      ok(false, "a page that is zero");
      return PAGES;
    }
    storeWord(at, i + 1);
    storeWord(at + 0xffc, i + 1);
  }
  okStatus(addressSpaceRelease(selfSpace(), HERE, PAGES), Status.OK, "pages that were written to go back");
  return cleared;
}

export function testIdle(): void {
  const words: SystemWords = zeroed();
  // Its table is there all the time.
  addressSpaceAlloc(selfSpace(), HERE + (PAGES << PAGE_SHIFT), 1, BACKED);
  takePages();
  ok(takePages() === PAGES, "each of them is cleared when it is taken");
  okStatus(taskAlarm(selfIdentity(), 1), Status.OK, "a rest");
  waitForMessage(words);
  ok(takePages() === 0, "then none is, and all are zero");
  ok(takePages() === PAGES, "once");
  addressSpaceRelease(selfSpace(), HERE + (PAGES << PAGE_SHIFT), 1);
}
