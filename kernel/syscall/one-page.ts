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

/** boot/switch.asm: goes on with onSystemCallSlow, never returns. */
declare function leaveCallToSlowWay(): u32;

/** Makes a call whose word 1 is 1 if it is one for a page and so simple. Who manages the space each call asks for itself. */
export function callForOnePage(self: Task): u32 {
  const space = slotOfSpace(self.registers.eax);
  // The call's number, if the head names this space, and no number of a call otherwise.
  switch (space.identity ^ self.registers.eax) {
    case Call.ADDRESS_SPACE_SET:
      return (self.registers.ebx & SHARED_OTHERS) === (ATTRIBUTE_SOURCE_SHARE | ATTRIBUTE_READ)
        ? setFromOnePage(self, space)
        : setOnePage(self, space);
    case Call.ADDRESS_SPACE_RELEASE:
      return releaseOnePage(self, space);
    case Call.ADDRESS_SPACE_ALLOC:
      return allocOnePage(self, space);
    default:
      return leaveCallToSlowWay();
  }
}

// Symbols of their own, so that no call saves registers for another.
symbol(setFromOnePage, "setFromOnePage");
symbol(setOnePage, "setOnePage");
symbol(releaseOnePage, "releaseOnePage");
symbol(allocOnePage, "allocOnePage");

function setFromOnePage(self: Task, space: Space): u32 {
  const source = slotOfSpace(self.registers.ebp);
  const word: u32 = self.registers.ebx;
  const sourceAddress: u32 = self.registers.edi;
  const managed: bool = space.manager === self.identity && source.manager === self.identity;
  if (!managed || (source.identity ^ self.registers.ebp) > IDENTITY_NUMBER_MASK) {
    return leaveCallToSlowWay();
  }
  const arePages: bool = isPage(word & ~ATTRIBUTE_MASK) && isPage(sourceAddress);
  return answer(arePages && shareOnePage(space, word & ~ATTRIBUTE_MASK, source, sourceAddress, word));
}

function setOnePage(self: Task, space: Space): u32 {
  const word: u32 = self.registers.ebx;
  const managed: bool = space.manager === self.identity;
  const back: bool = (word & (ATTRIBUTE_MASK & ~ATTRIBUTE_RIGHTS)) === ATTRIBUTE_BACKED;
  if (!managed || !isPage(word & ~ATTRIBUTE_MASK) || !back || !rightsAreGood(word)) {
    return leaveCallToSlowWay();
  }
  return answer(backOnePage(space, word & ~ATTRIBUTE_MASK, word & ATTRIBUTE_MASK));
}

function releaseOnePage(self: Task, space: Space): u32 {
  const address: u32 = self.registers.ebx;
  return answer(space.manager === self.identity && isPage(address) && unmarkOnePage(space, address));
}

function allocOnePage(self: Task, space: Space): u32 {
  const word: u32 = self.registers.ebx;
  const managed: bool = space.manager === self.identity;
  const known: bool = (word & ATTRIBUTE_MASK & ~(ATTRIBUTE_RIGHTS | ATTRIBUTE_BACKED)) === 0;
  if (!managed || !isPage(word & ~ATTRIBUTE_MASK) || !known || !rightsAreGood(word)) {
    return leaveCallToSlowWay();
  }
  return answer(markOnePage(space, word & ~ATTRIBUTE_MASK, word & ATTRIBUTE_MASK));
}

function answer(done: bool): u32 {
  return done ? u32(Status.OK) : leaveCallToSlowWay();
}

function rightsAreGood(word: u32): bool {
  return ((GOOD_RIGHTS >>> (word & ATTRIBUTE_RIGHTS)) & 1) !== 0;
}

/** Whether the address is that of a page in a task's own part. */
function isPage(address: u32): bool {
  return ((address - USER_START) & NOT_A_PAGE) === 0;
}
