/**
 * Machine code for children, written byte by byte into a page of the test: what cannot be said in
 * the language, such as privileged instructions. Opcodes: Intel SDM vol. 2.
 */
import {
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Status } from "../../../lib/abi/status.ts";
import { addressSpaceAlloc, addressSpaceSet } from "../../../lib/user/kernel-calls.ts";
import { addressOfBytes } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { type Child, makeChildSpace, startChild } from "./child.ts";

/** Where the code lies in the child. */
export const CODE_ADDRESS: u32 = 0x4800_0000;
/** A child that reads this address has survived its instruction: nothing is there. */
export const SURVIVED_ADDRESS: u32 = 0x4abc_d000;

const CODE_BYTES = 4096;
const page: FixedArray<u8, typeof CODE_BYTES> = zeroed({ align: 4096 });
let length: u32 = 0;

/** Begins anew. */
export function beginCode(): void {
  length = 0;
}

/** Appends one byte. */
export function code1(byte: u8): void {
  page[length] = byte;
  length += 1;
}

/** Appends two bytes. */
export function code2(first: u8, second: u8): void {
  code1(first);
  code1(second);
}

/** Appends three bytes. */
export function code3(first: u8, second: u8, third: u8): void {
  code2(first, second);
  code1(third);
}

/** Appends a 32-bit word. */
export function codeWord(word: u32): void {
  code1(u8(word));
  code1(u8(word >>> 8));
  code1(u8(word >>> 16));
  code1(u8(word >>> 24));
}

/** mov eax, [address] */
export function codeRead(address: u32): void {
  code1(0xa1);
  codeWord(address);
}

/** mov [address], eax */
export function codeWrite(address: u32): void {
  code1(0xa3);
  codeWord(address);
}

/** mov eax, address; jmp eax */
export function codeJump(address: u32): void {
  code1(0xb8);
  codeWord(address);
  code2(0xff, 0xe0);
}

/** Makes a child that will run the code, then read SURVIVED_ADDRESS. It is not started yet. */
export function makeCodeChild(child: Child): Status {
  codeRead(SURVIVED_ADDRESS);
  const status: Status = makeChildSpace(child);
  if (status !== Status.OK) {
    return status;
  }
  const rights: u32 = ATTRIBUTE_READ | ATTRIBUTE_EXECUTE;
  const marked: Status = addressSpaceAlloc(child.space, CODE_ADDRESS, 1, rights);
  if (marked !== Status.OK) {
    return marked;
  }
  return shareCode(child.space, rights);
}

/** A page gives no right that it does not have itself: it is executable while it is shared, then writable again. */
function shareCode(space: u32, rights: u32): Status {
  const source: u32 = addressOfBytes(spanOf(page));
  const executable: Status = addressSpaceSet(selfSpace(), source, 1, rights, 0, 0);
  if (executable !== Status.OK) {
    return executable;
  }
  const shared: Status = addressSpaceSet(
    space,
    CODE_ADDRESS,
    1,
    rights | ATTRIBUTE_SOURCE_SHARE,
    source,
    selfSpace(),
  );
  const writable: Status = addressSpaceSet(selfSpace(), source, 1, ATTRIBUTE_READ | ATTRIBUTE_WRITE, 0, 0);
  return shared === Status.OK ? writable : shared;
}

/** Makes and starts a child that runs the code. */
export function startCodeChild(child: Child): Status {
  const status: Status = makeCodeChild(child);
  return status === Status.OK ? startChild(child, CODE_ADDRESS) : status;
}
