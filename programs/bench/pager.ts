/**
 * The pager of the bench's main task: does nothing but what is measured. It is the manager of that
 * task's memory, so its faults come here and the kernel takes its calls.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { PAGE_OFFSET_MASK, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { FaultAction } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { findTask, TASK_NUMBER_NONE, taskEntry, taskNumberOf } from "../../lib/user/information.ts";
import {
  addressSpaceAlloc,
  addressSpaceRelease,
  addressSpaceSet,
  replyWait,
} from "../../lib/user/kernel-calls.ts";
import { type MessageWindow, messageWindow, putAnswer } from "../../lib/user/long-message.ts";
import { addressOfWords } from "../../lib/user/memory.ts";
import { selfSpace } from "../../lib/user/self.ts";
import { ignoreNotification, serve } from "../../lib/user/server.ts";
import { start } from "../../lib/user/start.ts";
import { disperse, gather } from "./crowd.ts";
import { measure } from "./memory-calls.ts";
import { FaultPolicy, LONG_WINDOW, type Measurement, PagerOperation } from "./pager-protocol.ts";
import {
  addSample,
  beginSamples,
  calibrate,
  medianSample,
  mustWork,
  ROUNDS,
  worstSample,
} from "./samples.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const PAGE_WORDS = 1024;
/** The task whose faults and pages are measured. */
const CLIENT = "bench";

/** The ready page that is mapped into the client. */
const readyPage: FixedArray<u32, typeof PAGE_WORDS> = zeroed({ align: 4096 });
/** The window for long messages. */
const windowPage: FixedArray<u32, typeof PAGE_WORDS> = zeroed({ align: 4096 });

let clientSpace: u32 = 0;
let policy: FaultPolicy = FaultPolicy.END;
let lastArrival: u32 = 0;
let bounces: u32 = 0;

function mapReady(address: u32): Status {
  const source: u32 = addressOfWords(spanOf(readyPage));
  return addressSpaceSet(clientSpace, address, 1, READ_WRITE | ATTRIBUTE_SOURCE_SHARE, source, selfSpace());
}

/** Maps the window into the client. */
function shareWindow(): Status {
  const source: u32 = addressOfWords(spanOf(windowPage));
  const status: Status = addressSpaceAlloc(clientSpace, LONG_WINDOW, 1, READ_WRITE);
  return status === Status.OK
    ? addressSpaceSet(clientSpace, LONG_WINDOW, 1, READ_WRITE | ATTRIBUTE_SOURCE_SHARE, source, selfSpace())
    : status;
}

/** The other end of the row `ipc_63`: answers each long message of the client with all its words, as fast as a server can. */
function answerLong(client: u32, words: SystemWords): void {
  const window: MessageWindow = messageWindow(addressOfWords(spanOf(windowPage)));
  words.word0 = shareWindow();
  while (true) {
    const head: u32 = replyWait(client, words);
    if (head !== client || words.word0 === PagerOperation.LONG_END) {
      break;
    }
    putAnswer(window, window.request);
  }
  words.word0 = 0;
}

/** The space of a described task. */
function spaceOf(task: u32): u32 {
  const number: u32 = taskNumberOf(task);
  return number === TASK_NUMBER_NONE ? 0 : taskEntry(number).space;
}

function mapZero(address: u32): Status {
  return addressSpaceSet(clientSpace, address, 1, READ_WRITE | ATTRIBUTE_BACKED, 0, 0);
}

/** Notes the time since the last arrival; after enough of them maps the page, so that the task goes on. */
function bounce(address: u32, arrival: u32): Status {
  if (bounces !== 0) {
    addSample(arrival - lastArrival);
  }
  bounces += 1;
  if (bounces > ROUNDS) {
    policy = FaultPolicy.END;
    return mapZero(address);
  }
  lastArrival = readTimeStampLow();
  return Status.OK;
}

function actOnFault(address: u32): Status {
  const arrival: u32 = readTimeStampLow();
  switch (policy) {
    case FaultPolicy.BOUNCE:
      return bounce(address, arrival);
    case FaultPolicy.MAP_READY:
      return mapReady(address);
    case FaultPolicy.MAP_ZERO:
      return mapZero(address);
    default:
      return Status.DENIED;
  }
}

function onFault(_sender: u32, words: SystemWords): void {
  const status: Status = actOnFault(words.word0 & ~PAGE_OFFSET_MASK);
  words.word0 = status === Status.OK ? FaultAction.RESUME : FaultAction.END;
  words.word1 = 0;
}

/**
 * Maps and unmaps one page `ROUNDS` times and takes the time of the one or of the other. The table is there
 * before and after, as with the peers.
 */
function measureMapping(address: u32, mapping: bool): void {
  const neighbour: u32 = address + PAGE_SIZE_BYTES;
  mustWork(addressSpaceAlloc(clientSpace, neighbour, 1, READ_WRITE) === Status.OK, "bench: neighbour");
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    mustWork(addressSpaceAlloc(clientSpace, address, 1, READ_WRITE) === Status.OK, "bench: alloc");
    const start: u32 = readTimeStampLow();
    const mapped: Status = mapReady(address);
    const middle: u32 = readTimeStampLow();
    const unmapped: Status = addressSpaceRelease(clientSpace, address, 1);
    const end: u32 = readTimeStampLow();
    mustWork(mapped === Status.OK && unmapped === Status.OK, "bench: map or unmap");
    addSample(mapping ? middle - start : end - middle);
  }
  mustWork(addressSpaceRelease(clientSpace, neighbour, 1) === Status.OK, "bench: neighbour");
}

function answerSamples(words: SystemWords): void {
  words.word0 = 0;
  words.word1 = medianSample();
  words.word2 = worstSample();
}

function setPolicy(wanted: FaultPolicy): void {
  policy = wanted;
  bounces = 0;
  beginSamples();
}

function onRequest(sender: u32, words: SystemWords): void {
  switch (words.word0) {
    case PagerOperation.RESERVE:
      words.word0 = addressSpaceAlloc(clientSpace, words.word1, words.word2, READ_WRITE);
      return;
    case PagerOperation.RELEASE:
      words.word0 = addressSpaceRelease(clientSpace, words.word1, words.word2);
      return;
    case PagerOperation.FAULTS:
      setPolicy(words.word1 as FaultPolicy);
      words.word0 = 0;
      return;
    case PagerOperation.BOUNCES:
      answerSamples(words);
      return;
    case PagerOperation.MAP_ALONE:
      measureMapping(words.word1, true);
      answerSamples(words);
      return;
    case PagerOperation.UNMAP_ALONE:
      measureMapping(words.word1, false);
      answerSamples(words);
      return;
    case PagerOperation.LONG_MESSAGES:
      answerLong(sender, words);
      return;
    case PagerOperation.GATHER:
      gather();
      words.word0 = 0;
      return;
    case PagerOperation.DISPERSE:
      disperse();
      words.word0 = 0;
      return;
    case PagerOperation.MEASURE:
      measure(words.word1 as Measurement, clientSpace, words.word2);
      answerSamples(words);
      return;
    default:
      words.word0 = Status.BAD_CALL;
  }
}

function main(): u32 {
  clientSpace = spaceOf(findTask(CLIENT));
  calibrate();
  serve(onRequest, onFault, ignoreNotification);
}

symbol(start, "_start");
symbol(main, "userMain");
