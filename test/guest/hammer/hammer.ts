/**
 * A task that never stops using memory: it reads, writes, or takes and gives back, as its name says; refused, it tries on. It
 * looks at the clock, and reports whenever it is refused when the first use succeeded and when the last one that did was begun.
 */
import { ALLOCATION_START, PAGE_SHIFT, STACK_END } from "../../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { type Allocation, SharedMapping } from "../../../lib/proto/vmm.ts";
import { taskNumberByName, taskNumberOf } from "../../../lib/user/information.ts";
import { yieldTask } from "../../../lib/user/kernel-calls.ts";
import { addressOfEntry, loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate, vmmMapShared, vmmOnRevoked, vmmRelease } from "../../../lib/user/vmm-client.ts";
import { fill, PAGES, patternOf, Report, tell } from "./protocol.ts";

/** Uses between two yields: at most so many. */
const USES_MAX: u32 = 16;
/** The handler never comes back: it begins on the whole stack anew, with room for what a caller would have left. */
const HANDLER_STACK: u32 = STACK_END - 64;

/** Read and written word by word in this order, also where a fault comes in between. */
class State {
  /** Time stamps: the end of the first success since the last refusal, 0 without one; the beginning of the last. */
  first: Volatile<u32> = 0;
  last: Volatile<u32> = 0;
  /** Start of the memory; 0: none. */
  address: Volatile<u32> = 0;
  uses: Volatile<u32> = 0;
  random: u32 = 0;
  writes: bool = false;
  reads: bool = false;
  /** Uses the owner's memory. */
  shares: bool = false;
}

const state: State = zeroed();
const words: SystemWords = zeroed();
const allocation: Allocation = zeroed();

function noteSuccess(begun: u32): void {
  state.last = begun;
  if (state.first === 0) {
    state.first = readTimeStampLow() | 1;
    tell(Report.USING, 0, 0, words);
  }
}

/** Tells of a refusal, if anything had succeeded since the one before. */
function noteRefusal(): void {
  if (state.first !== 0) {
    tell(Report.REFUSED, state.first, state.last, words);
    state.first = 0;
  }
}

/** Maps what the owner holds. What is not there, because owner and sharer are on their way to another manager, is no refusal. */
function share(): void {
  const owner: u32 = taskNumberByName("owner");
  vmmMapShared(owner, ALLOCATION_START, PAGES << PAGE_SHIFT, SharedMapping.READ, allocation);
  state.address = allocation.status === ServerStatus.OK ? allocation.address : 0;
}

/** Takes memory and fills it. It must be zero. */
function take(): void {
  if (state.shares) {
    share();
    return;
  }
  const begun: u32 = readTimeStampLow();
  vmmAllocate(PAGES << PAGE_SHIFT, allocation);
  if (allocation.status !== ServerStatus.OK) {
    noteRefusal();
    return;
  }
  noteSuccess(begun);
  state.address = allocation.address;
  if (!fill(allocation.address)) {
    tell(Report.CHANGED, 0, 0, words);
  }
}

function giveBack(): void {
  const address: u32 = state.address;
  state.address = 0;
  vmmRelease(address);
}

/** One page is used. */
function use(): void {
  state.uses += 1;
  const page: u32 = state.uses % PAGES;
  const at: u32 = state.address + (page << PAGE_SHIFT);
  const begun: u32 = readTimeStampLow();
  if (state.writes) {
    storeWord(at + 4, begun);
  }
  if (state.reads && loadWord(at) !== patternOf(page)) {
    tell(Report.CHANGED, 0, 0, words);
  }
  if (state.reads || state.writes) {
    noteSuccess(begun);
  } else {
    giveBack();
  }
}

/** Never stops. The handler for what was revoked, too, which begins with an empty stack each time. */
function hammer(_task: u32, _space: u32): never {
  while (true) {
    if (state.address !== 0 && state.first !== 0 && state.uses % USES_MAX !== state.random % USES_MAX) {
      use();
    } else if (state.address !== 0) {
      use();
      state.random = state.random * 1_664_525 + 1_013_904_223;
      yieldTask();
    } else {
      take();
      yieldTask();
    }
  }
}

/** Where this task goes on when it has touched what was revoked. */
function onRevoked(task: u32, space: u32): never {
  giveBack();
  noteRefusal();
  hammer(task, space);
}

function main(): u32 {
  const number: u32 = taskNumberOf(selfIdentity());
  state.random = number;
  state.shares = number === taskNumberByName("sharer");
  state.reads = state.shares || number === taskNumberByName("reader") || number === taskNumberByName("mixed");
  state.writes = number === taskNumberByName("writer") || number === taskNumberByName("mixed");
  vmmOnRevoked(addressOfEntry(onRevoked), HANDLER_STACK);
  hammer(0, 0);
}

symbol(start, "_start");
symbol(main, "userMain");
