/** What an ACL server and a manager of the test do alike. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import {
  MANAGER_NOTES_START,
  NOTES_BYTES,
  PAGE_OFFSET_MASK,
  POLICY_VIEW,
  PROGRAM_START,
} from "../../../lib/abi/memory-map.ts";
import { FaultAction, MessageKind } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceRelease,
  addressSpaceSet,
  newAddressSpace,
  replyWait,
  taskExchange,
  taskExchangeSpace,
  taskRestart,
  taskSeize,
  taskStart,
} from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfIdentity, selfSpace } from "../../../lib/user/self.ts";
import { attributesAt } from "../support/marks.ts";
import { Order, SCRATCH } from "./protocol.ts";

const RIGHTS: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;

let holds: bool = false;
let faults: u32 = 0;
let bits: u32 = 0;

/** Serves orders and faults for ever; `answersFaults` is what it begins with. */
export function serveOrders(answersFaults: bool): never {
  const words: SystemWords = zeroed();
  let answerTo: u32 = 0;
  holds = !answersFaults;
  addressSpaceAlloc(selfSpace(), SCRATCH, 1, ATTRIBUTE_READ | ATTRIBUTE_WRITE);
  while (true) {
    const head: u32 = replyWait(answerTo, words);
    const sender: u32 = head & ~IDENTITY_NUMBER_MASK;
    answerTo = 0;
    switch (head & IDENTITY_NUMBER_MASK) {
      case MessageKind.FAULT:
        faults += 1;
        answerTo = holds ? 0 : sender;
        if (!holds) {
          answerFault(words);
        }
        break;
      case MessageKind.NOTIFICATION:
        bits |= words.word0;
        break;
      default:
        answerTo = words.word0 === Order.KEEP ? 0 : sender;
        obey(words);
        break;
    }
  }
}

/** The page gets a frame; what is there already is no fault of the page. */
function answerFault(words: SystemWords): void {
  const status: Status = addressSpaceAlloc(words.word3, words.word0 & ~PAGE_OFFSET_MASK, 1, RIGHTS);
  words.word0 = status === Status.OK ? FaultAction.RESUME : FaultAction.END;
  words.word1 = 0;
}

function notesAt(taskNumber: u32): u32 {
  return MANAGER_NOTES_START + taskNumber * NOTES_BYTES;
}

function obey(words: SystemWords): void {
  const about: u32 = words.word1;
  switch (words.word0) {
    case Order.SEIZE:
      words.word0 = taskSeize(about);
      break;
    case Order.EXCHANGE:
      words.word0 = taskExchangeSpace(selfIdentity(), about, words.word2);
      break;
    case Order.EXCHANGE_ALL:
      words.word0 = taskExchange(selfIdentity(), about);
      break;
    case Order.RESTART:
      words.word0 = taskRestart(selfIdentity(), about, words);
      break;
    case Order.HOLD:
      holds = about === 1;
      break;
    case Order.COUNTS:
      words.word0 = faults;
      words.word1 = bits;
      faults = 0;
      bits = 0;
      break;
    case Order.PUBLISH:
      words.word0 = loadWord(POLICY_VIEW);
      storeWord(POLICY_VIEW, about);
      break;
    case Order.DIE:
      loadWord(0);
      break;
    case Order.CROWD:
      words.word0 = makeCrowd(about);
      break;
    case Order.MAKE_SPACES:
      words.word0 = makeSpaces(about);
      break;
    case Order.KEEP:
      break;
    default:
      obeyAboutNotes(words);
      break;
  }
}

/** Answers how many tasks were started. */
function makeCrowd(tasks: u32): u32 {
  const words: SystemWords = zeroed();
  newAddressSpace(words);
  const space: u32 = words.word0;
  let started: u32 = 0;
  while (
    started < tasks &&
    taskStart(selfIdentity(), space, PROGRAM_START, PROGRAM_START, words) === Status.OK
  ) {
    started += 1;
  }
  return started;
}

/** Answers how many were made. */
function makeSpaces(spaces: u32): u32 {
  const words: SystemWords = zeroed();
  let made: u32 = 0;
  while (made < spaces && newAddressSpace(words) === Status.OK) {
    made += 1;
  }
  return made;
}

function obeyAboutNotes(words: SystemWords): void {
  const notes: u32 = notesAt(words.word1);
  switch (words.word0) {
    case Order.WRITE_NOTES:
      storeWord(notes, words.word2);
      break;
    case Order.READ_NOTES:
      words.word0 = loadWord(notes);
      break;
    case Order.NOTES_MARK:
      words.word0 = attributesAt(selfSpace(), notes);
      break;
    case Order.MARK_NOTES:
      words.word0 =
        words.word2 === 1
          ? addressSpaceAlloc(selfSpace(), notes, 1, ATTRIBUTE_READ)
          : addressSpaceRelease(selfSpace(), notes, 1);
      break;
    default:
      words.word0 = addressSpaceSet(
        selfSpace(),
        SCRATCH,
        1,
        ATTRIBUTE_READ | ATTRIBUTE_SOURCE_SHARE,
        notes,
        selfSpace(),
      );
      break;
  }
}
