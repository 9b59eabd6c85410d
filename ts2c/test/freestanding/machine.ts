/** Every intrinsic of the machine, and what a freestanding program supplies itself. */
import type { Descriptor, Record } from "./layouts.ts";

const record: Record = zeroed({ align: 64, section: ".data.record" });
const descriptor: Descriptor = zeroed();
let saved: u32 = 0;
symbol(saved, "savedWord");

export declare function assemblyEntry(stack: VirtualAddress): never;
export declare function supplied(value: u32): u32;
declare const linkerSymbol: FixedArray<u8, 1>;
declare const linkerWord: u32;

function provide(value: u32): u32 {
  return value + 1;
}
symbol(provide, "supplied");

export function onPanic(message: string, file: string, line: u32): never {
  saved = message.length + file.length + line;
  disableInterrupts();
  while (true) waitForInterrupt();
}
symbol(onPanic, "ts2c_panic");

function copyMemory(to: u32, from: u32, count: u32): u32 {
  copyBytes(to, from, count);
  return to;
}
symbol(copyMemory, "memcpy");

function setMemory(to: u32, value: u32, count: u32): u32 {
  fillBytes(to, u8(value), count);
  return to;
}
symbol(setMemory, "memset");

function registers(): void {
  writeCr0(readCr0() | 1);
  writeCr3(readCr3());
  writeCr4(readCr4());
  saved = readCr2() ^ readEflags() ^ readFramePointer();
  writeModelRegister(0x174, readModelRegister(0x174) + 1n);
  invalidatePage(saved);
  const answer: CpuidResult = zeroed();
  cpuid(1, 0, answer);
  saved ^= answer.eax ^ answer.ebx ^ answer.ecx ^ answer.edx;
  loadGdt(addressOf(descriptor));
  loadIdt(addressOf(descriptor));
  loadTaskRegister(0x28);
}

function ports(port: u16): void {
  outByte(port, inByte(port));
  outHalf(port, inHalf(port));
  outWord(port, inWord(port));
  enableInterrupts();
  enableInterruptsAndWait();
  spinHint();
  saved = u32(readTimeStamp()) + readTimeStampLow();
}

function memory(address: VirtualAddress, length: u32): u32 {
  fillWords(address, 0, length);
  copyWords(address, address + 0x1000, length);
  const other = referenceAt<Record>(address);
  copy(record, other);
  const pixels = spanAt<Volatile<u16>>(0xb8000, 2000);
  pixels[length] = 0x720;
  const table = referenceAt<FixedArray<u64, 512>>(address);
  let sum: u64 = 0n;
  for (const entry of table) sum += entry / 10n;
  record.register |= 4;
  return u32(sum) + addressOf(linkerSymbol) + addressOf(record.pairs[1]) + linkerWord + addressOf(provide);
}

function call(head: u32, value: u32): u32 {
  const words: SystemWords = zeroed();
  words.word0 = value;
  words.word3 = value + 1;
  const answer = systemCall(head, words);
  return answer + words.word3;
}

export function main(): i32 {
  registers();
  ports(0x3f8);
  saved = memory(0x1000, 16) + call(1, 2) + supplied(3) + sizeOf<Record>() + offsetOf<Record>("next");
  assemblyEntry(0x2000);
}
