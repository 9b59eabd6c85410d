/** Tries what it is asked to try, and says what the kernel answered. */
import {
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_UNCACHED,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { ENTITLE_GIVE, ENTITLE_RIGHT_SHIFT, PORT_8_BITS } from "../../../lib/abi/call.ts";
import { IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import { Right } from "../../../lib/abi/manifest.ts";
import { ALLOCATION_START } from "../../../lib/abi/memory-map.ts";
import { MessageKind } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskNumberOf } from "../../../lib/user/information.ts";
import {
  accessPort,
  addressSpaceAlloc,
  addressSpaceRelease,
  addressSpaceSet,
  bindInterrupt,
  replyWait,
  taskEntitle,
} from "../../../lib/user/kernel-calls.ts";
import { selfIdentity, selfSpace } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { OtherOperation } from "./protocol.ts";

const RIGHTS: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const BIT: u32 = 0x10;

function mapDevice(physical: u32): Status {
  const attributes: u32 = RIGHTS | ATTRIBUTE_UNCACHED | ATTRIBUTE_SOURCE_DEVICE;
  addressSpaceAlloc(selfSpace(), ALLOCATION_START, 1, RIGHTS);
  const status: Status = addressSpaceSet(selfSpace(), ALLOCATION_START, 1, attributes, physical, 0);
  addressSpaceRelease(selfSpace(), ALLOCATION_START, 1);
  return status;
}

function attempt(operation: OtherOperation, what: u32): Status {
  const words: SystemWords = zeroed();
  const self: u32 = selfIdentity();
  switch (operation) {
    case OtherOperation.PORT:
      return accessPort(self, what | PORT_8_BITS, 0, words);
    case OtherOperation.LINE:
      return bindInterrupt(self, what, BIT);
    case OtherOperation.DEVICE:
      return mapDevice(what);
    case OtherOperation.ENTITLE: {
      const own: u32 = taskNumberOf(self) | (Right.IO_PORT << ENTITLE_RIGHT_SHIFT) | ENTITLE_GIVE;
      return taskEntitle(self, own, what, 1, words);
    }
    default:
      return Status.OK;
  }
}

function main(): u32 {
  const words: SystemWords = zeroed();
  let answerTo: u32 = 0;
  while (true) {
    const head: u32 = replyWait(answerTo, words);
    const isRequest: bool = (head & IDENTITY_NUMBER_MASK) === MessageKind.REQUEST;
    answerTo = isRequest ? head & ~IDENTITY_NUMBER_MASK : 0;
    words.word0 = attempt(words.word0 as OtherOperation, words.word1);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
