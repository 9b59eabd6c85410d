/**
 * The memory calls as they are nearly always made: one page, its table there, nothing special about
 * it (kernel/memory/one-page.ts). Everything else is left to the calls' own files, unchanged: there
 * too all that is wrong gets its status.
 *
 * Every check of those files that guards the kernel is made here too: identity, manager, range,
 * rights, and of each page what it is. Never blocks and makes nobody ready.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MASK,
  ATTRIBUTE_READ,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { Call } from "../../lib/abi/call.ts";
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { PAGE_SIZE_BYTES, USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { SYSTEM_CALL_SLOW } from "../arch/layouts.ts";
import { backOnePage, markOnePage, shareOnePage, unmarkOnePage } from "../memory/one-page.ts";
import { type Space, slotOfSpace } from "../memory/space.ts";
import type { Task } from "../task/task.ts";

/** Bit n: the rights n go together and let the page be read. */
const GOOD_RIGHTS: u32 =
  (1 << ATTRIBUTE_READ) |
  (1 << (ATTRIBUTE_READ | ATTRIBUTE_WRITE)) |
  (1 << (ATTRIBUTE_READ | ATTRIBUTE_EXECUTE));
/** Attributes that a page that gets another's frame can have or not: shareOnePage looks at them. */
const SHARED_OTHERS: u32 = ATTRIBUTE_MASK & ~(ATTRIBUTE_WRITE | ATTRIBUTE_EXECUTE);
/** What is left of a page's distance from USER_START when it is no page of a task's own part: that is a power of two long. */
const NOT_A_PAGE: u32 = ~(USER_END - USER_START - PAGE_SIZE_BYTES);

/** boot/switch.asm, for the calls after NOTIFY. Makes the call if it is so simple: OK; or SYSTEM_CALL_SLOW, and nothing was done. */
export function onMemoryCall(self: Task): u32 {
  return self.registers.esi === 1 ? callForOnePage(self, self.registers.eax) : SYSTEM_CALL_SLOW;
}

function callForOnePage(self: Task, head: u32): u32 {
  const space = slotOfSpace(head);
  if (!isManaged(self, space, head)) {
    return SYSTEM_CALL_SLOW;
  }
  const word: u32 = self.registers.ebx;
  const call: u32 = head & IDENTITY_NUMBER_MASK;
  if (call === Call.ADDRESS_SPACE_SET) {
    return answer(isPage(word & ~ATTRIBUTE_MASK) && setOnePage(self, space, word));
  }
  if (call === Call.ADDRESS_SPACE_RELEASE) {
    return answer(isPage(word) && unmarkOnePage(space, word));
  }
  return answer(
    call === Call.ADDRESS_SPACE_ALLOC && isPage(word & ~ATTRIBUTE_MASK) && allocOnePage(space, word),
  );
}

function setOnePage(self: Task, space: Space, word: u32): bool {
  const address: u32 = word & ~ATTRIBUTE_MASK;
  if ((word & SHARED_OTHERS) === (ATTRIBUTE_SOURCE_SHARE | ATTRIBUTE_READ)) {
    const head: u32 = self.registers.ebp;
    const source = slotOfSpace(head);
    const sourceAddress: u32 = self.registers.edi;
    return (
      isManaged(self, source, head) &&
      isPage(sourceAddress) &&
      shareOnePage(space, address, source, sourceAddress, word)
    );
  }
  const back: bool = (word & (ATTRIBUTE_MASK & ~ATTRIBUTE_RIGHTS)) === ATTRIBUTE_BACKED;
  return back && rightsAreGood(word) && backOnePage(space, address, word & ATTRIBUTE_MASK);
}

function allocOnePage(space: Space, word: u32): bool {
  const attributes: u32 = word & ATTRIBUTE_MASK;
  const known: bool = (attributes & ~(ATTRIBUTE_RIGHTS | ATTRIBUTE_BACKED)) === 0;
  return known && rightsAreGood(word) && markOnePage(space, word & ~ATTRIBUTE_MASK, attributes);
}

function rightsAreGood(word: u32): bool {
  return ((GOOD_RIGHTS >>> (word & ATTRIBUTE_RIGHTS)) & 1) !== 0;
}

function answer(done: bool): u32 {
  return done ? u32(Status.OK) : SYSTEM_CALL_SLOW;
}

/** A free slot has nobody as its manager, so that an identity of nobody needs no check of its own. */
function isManaged(self: Task, space: Space, head: u32): bool {
  return space.identity === (head & ~IDENTITY_NUMBER_MASK) && space.manager === self.identity;
}

/** Whether the address is that of a page in a task's own part. */
function isPage(address: u32): bool {
  return ((address - USER_START) & NOT_A_PAGE) === 0;
}
