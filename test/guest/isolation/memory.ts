/** Reading, writing and jumping where nothing, or nothing of the task's own, is marked. */
import {
  DMA_START,
  FRAME_WINDOW,
  INFORMATION_VIEW,
  KERNEL_START,
  USER_END,
} from "../../../lib/abi/memory-map.ts";
import { FAULT_BACKED, FAULT_EXECUTE, FAULT_MARKED, FAULT_WRITE } from "../../../lib/abi/message.ts";
import { CHILD_STACK } from "../support/child.ts";
import {
  beginCode,
  CODE_ADDRESS,
  code1,
  code2,
  code3,
  codeJump,
  codeRead,
  codeWord,
  codeWrite,
} from "../support/code.ts";
import { expectFault, processorHasNoExecute } from "./run.ts";

const UNMARKED: u32 = 0x6000_0000;

function expectRead(address: u32, name: string): void {
  beginCode();
  codeRead(address);
  expectFault(address, 0, name);
}

function expectWrite(address: u32, bits: u32, name: string): void {
  beginCode();
  codeWrite(address);
  expectFault(address, FAULT_WRITE | bits, name);
}

function testReads(): void {
  expectRead(0, "reading the null page");
  expectRead(0x1_0000, "reading LOWER");
  expectRead(0xb_8000, "reading the text screen");
  expectRead(KERNEL_START, "reading the kernel");
  expectRead(KERNEL_START + 0x20_0000, "reading the kernel's heap");
  expectRead(0x3fff_fffc, "reading the last word before the task's part");
  expectRead(UNMARKED, "reading what is not marked");
  expectRead(INFORMATION_VIEW, "reading an information page that the child has not got");
  expectRead(USER_END, "reading the first word after the task's part");
  expectRead(DMA_START + 0x1000_0000, "reading the DMA area");
  expectRead(FRAME_WINDOW, "reading the kernel's frame window");
  expectRead(0xffff_fffc, "reading the last word");
}

function testWrites(): void {
  expectWrite(0, 0, "writing the null page");
  expectWrite(KERNEL_START, 0, "writing the kernel");
  expectWrite(KERNEL_START + 0x4000, 0, "writing the kernel's tables");
  expectWrite(UNMARKED, 0, "writing what is not marked");
  expectWrite(FRAME_WINDOW, 0, "writing the kernel's frame window");
  expectWrite(CODE_ADDRESS, FAULT_MARKED | FAULT_BACKED, "writing the own code");
}

let noExecute: bool = false;

/** A processor without NX does not tell a fetch from a read. */
function fetchBits(): u32 {
  return noExecute ? FAULT_EXECUTE : 0;
}

function testJumps(): void {
  beginCode();
  codeJump(KERNEL_START);
  expectFault(KERNEL_START, fetchBits(), "jumping into the kernel");
  beginCode();
  codeJump(0);
  expectFault(0, fetchBits(), "jumping to the null page");
  beginCode();
  codeJump(UNMARKED);
  expectFault(UNMARKED, fetchBits(), "jumping to what is not marked");
  if (noExecute) {
    beginCode();
    codeJump(CHILD_STACK);
    expectFault(CHILD_STACK, FAULT_EXECUTE | FAULT_MARKED | FAULT_BACKED, "jumping into the own stack");
  }
}

/** Pushes until the stack is used up. */
function testStack(): void {
  beginCode();
  code1(0x50); // push eax
  code2(0xeb, 0xfd); // jmp to the push
  expectFault(CHILD_STACK - 4, FAULT_WRITE, "using up the stack");
}

/** Entering the kernel with an instruction address and a stack in the kernel. */
function testSystemEntry(): void {
  beginCode();
  code2(0x31, 0xc0); // xor eax, eax: NULL
  code1(0xba); // mov edx, the kernel's start
  codeWord(KERNEL_START);
  code1(0xb9); // mov ecx, the frame window
  codeWord(FRAME_WINDOW);
  code2(0x0f, 0x34); // sysenter
  expectFault(KERNEL_START, fetchBits(), "coming back from a kernel call into the kernel");
  beginCode();
  code3(0x31, 0xc0, 0x99); // xor eax, eax; cdq: come back to address 0
  code2(0x0f, 0x34);
  expectFault(0, fetchBits(), "coming back from a kernel call to the null page");
}

export function testMemory(): void {
  noExecute = processorHasNoExecute();
  testReads();
  testWrites();
  testJumps();
  testStack();
  testSystemEntry();
}
