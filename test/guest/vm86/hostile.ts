/** Each of these ends with its own error, at its own place. */
import {
  addHarmlessPorts,
  limitVm86,
  VM86_TICKS,
  Vm86End,
  vm86BufferSegment,
  vm86Machine,
} from "../../../lib/flat/vm86.ts";
import { ok, okEqual } from "../flat/tap.ts";
import { CODE_OFFSET, runCode } from "./code.ts";

/** 50 ms: an endless loop costs that. */
const SHORT_TICKS: u32 = 5;

function expectEnd(code: Span<u8>, end: Vm86End, name: string): void {
  okEqual(runCode(code), end, name);
}

/** It faults at its instruction number `at`, counted in bytes, with this exception. */
function expectFault(code: Span<u8>, at: u32, vector: u32, name: string): void {
  const frame = vm86Machine().frame;
  okEqual(runCode(code), Vm86End.FAULTED, name);
  okEqual(frame.vector, vector, "by the exception that it deserves");
  ok(frame.cs === vm86BufferSegment() && frame.eip === CODE_OFFSET + at, "at the instruction");
}

function expectPort(code: Span<u8>, port: u32, name: string): void {
  okEqual(runCode(code), Vm86End.PORT_REFUSED, name);
  okEqual(vm86Machine().port, port, "and the port is named");
}

function setVector(vector: u32): void {
  const memory = vm86Machine().memory;
  memory.write(0, vector << 2, 2, CODE_OFFSET);
  memory.write(0, (vector << 2) + 2, 2, vm86BufferSegment());
}

// Comments are what the bytes mean.
const MOVES: FixedArray<u8, 4> = arrayOf(0xb8, 0x34, 0x12, 0xcf); // mov ax, 1234h; iret
const LOOPS: FixedArray<u8, 2> = arrayOf(0xeb, 0xfe); // jmp $
const HALTS: FixedArray<u8, 2> = arrayOf(0xfa, 0xf4); // cli; hlt
const WAITS: FixedArray<u8, 4> = arrayOf(0xfb, 0xf4, 0xeb, 0xfd); // sti; hlt; jmp hlt
const WAITS_ONCE: FixedArray<u8, 3> = arrayOf(0xfb, 0xf4, 0xcf); // sti; hlt; iret
const JUMPS_ABOVE: FixedArray<u8, 5> = arrayOf(0xea, 0x10, 0x00, 0xff, 0xff); // jmp ffff:0010
const JUMPS_ELSEWHERE: FixedArray<u8, 5> = arrayOf(0xea, 0x00, 0x00, 0x00, 0x40); // jmp 4000:0000
const READS_KEYS: FixedArray<u8, 3> = arrayOf(0xe4, 0x60, 0xcf); // in al, 60h; iret
const RESETS: FixedArray<u8, 5> = arrayOf(0xb0, 0xfe, 0xe6, 0x64, 0xcf); // mov al, feh; out 64h, al; iret
const BEYOND_PORTS: FixedArray<u8, 5> = arrayOf(0xba, 0xff, 0xff, 0xed, 0xcf); // mov dx, ffffh; in ax, dx
const STRING_OUT: FixedArray<u8, 9> = arrayOf(0xba, 0xfc, 0x0c, 0xb9, 0x04, 0x00, 0xf3, 0x6f, 0xcf); // rep outsw to cfch
const RECURSES: FixedArray<u8, 2> = arrayOf(0xcd, 0x80); // int 80h, which leads here
const RECURSES_ON: FixedArray<u8, 5> = arrayOf(0xbc, 0x00, 0x08, 0xcd, 0x80); // mov sp, 800h; int 80h
const ENTERS: FixedArray<u8, 2> = arrayOf(0x0f, 0x34); // sysenter
const READS_CONTROL: FixedArray<u8, 3> = arrayOf(0x0f, 0x20, 0xc0); // mov eax, cr0
const LOADS_TABLE: FixedArray<u8, 5> = arrayOf(0x0f, 0x01, 0x16, 0x00, 0x00); // lgdt [0]
const CALLS_KERNEL: FixedArray<u8, 2> = arrayOf(0xcd, 0x30); // int 48: the flat domain's calls
const FAR_READ: FixedArray<u8, 10> = arrayOf(0x66, 0xb8, 0x00, 0x00, 0x10, 0x00, 0x67, 0x8a, 0x00, 0xcf); // mov al, [100000h]
const DIVIDES: FixedArray<u8, 4> = arrayOf(0x31, 0xc9, 0xf7, 0xf1); // xor cx, cx; div cx
const UNDEFINED: FixedArray<u8, 2> = arrayOf(0x0f, 0x0b); // ud2
const FLOATS: FixedArray<u8, 2> = arrayOf(0xd9, 0xe8); // fld1
const BREAKS: FixedArray<u8, 2> = arrayOf(0xcc, 0xcf); // int3, which leads here
const SETS_ALL_FLAGS: FixedArray<u8, 6> = arrayOf(0x6a, 0xff, 0x9d, 0x9c, 0x58, 0xcf); // push ffffh; popf; pushf; pop ax; iret
const LEAVES_MODE: FixedArray<u8, 11> = arrayOf(
  0x66,
  0x6a,
  0x02,
  0x66,
  0x9d,
  0x66,
  0x9c,
  0x66,
  0x58,
  0xcf,
  0x90,
); // popfd of 2; pushfd; pop eax
const STACK_BEYOND: FixedArray<u8, 6> = arrayOf(0xbc, 0x01, 0x00, 0x50, 0xcf, 0x90); // mov sp, 1; push ax

function testErrors(): void {
  expectEnd(spanOf(LOOPS), Vm86End.TIMED_OUT, "an endless loop runs out of time");
  expectEnd(spanOf(HALTS), Vm86End.HALTED, "cli and hlt");
  expectEnd(spanOf(WAITS), Vm86End.TIMED_OUT, "hlt for ever");
  expectEnd(spanOf(WAITS_ONCE), Vm86End.OK, "hlt once ends with the next tick");
  setVector(0x80);
  limitVm86(VM86_TICKS);
  expectEnd(spanOf(RECURSES), Vm86End.FAULTED, "int without end uses the stack up");
  setVector(3);
  expectEnd(spanOf(BREAKS), Vm86End.FAULTED, "int3 is an interrupt of the code's own");
  limitVm86(SHORT_TICKS);
  expectEnd(spanOf(RECURSES_ON), Vm86End.TIMED_OUT, "int without end and without a stack");
  const frame = vm86Machine().frame;
  okEqual(runCode(spanOf(JUMPS_ABOVE)), Vm86End.FAULTED, "a jump above the first megabyte");
  ok(frame.vector === 14 && frame.cs === 0xffff && frame.eip === 0x10, "faults there");
  okEqual(frame.faultAddress, 0x10_0000, "at the kernel's first byte");
  okEqual(runCode(spanOf(JUMPS_ELSEWHERE)), Vm86End.FAULTED, "a jump to lower memory of others");
  ok(frame.vector === 14 && frame.cs === 0x4000 && frame.eip === 0, "faults there, too");
}

function testPorts(): void {
  addHarmlessPorts();
  expectPort(spanOf(READS_KEYS), 0x60, "the keyboard's port is refused");
  expectPort(spanOf(RESETS), 0x64, "the machine is not started over");
  expectPort(spanOf(BEYOND_PORTS), 0xffff, "half a port beyond the last");
  expectPort(spanOf(STRING_OUT), 0xcfc, "a string to the PCI configuration is refused");
}

function testFaults(): void {
  expectFault(spanOf(ENTERS), 0, 13, "sysenter does not enter the kernel");
  expectFault(spanOf(READS_CONTROL), 0, 13, "control registers");
  expectFault(spanOf(LOADS_TABLE), 0, 13, "descriptor tables");
  vm86Machine().memory.write(0, 48 << 2, 4, 0);
  expectFault(spanOf(CALLS_KERNEL), 0, 13, "the vector of the flat domain's calls");
  expectFault(spanOf(DIVIDES), 2, 0, "a division by zero");
  expectFault(spanOf(UNDEFINED), 0, 6, "an undefined instruction");
  expectFault(spanOf(FLOATS), 0, 7, "floating point");
  // A processor says 13 and 12; QEMU knows no limits in this mode, and meets the page tables.
  expectEnd(spanOf(FAR_READ), Vm86End.FAULTED, "an offset of more than 16 bits");
  expectEnd(spanOf(STACK_BEYOND), Vm86End.FAULTED, "a stack across the segment's end");
}

function testFlags(): void {
  const frame = vm86Machine().frame;
  expectEnd(spanOf(SETS_ALL_FLAGS), Vm86End.OK, "every flag can be set");
  okEqual(frame.eax & 0xffff, 0x7fd7, "and is believed to be");
  expectEnd(spanOf(LEAVES_MODE), Vm86End.OK, "no flag leads out of the mode");
  okEqual(frame.eax & 0x2_3202, 0x2, "nor is it seen");
}

export function testHostile(): void {
  limitVm86(SHORT_TICKS);
  expectEnd(spanOf(MOVES), Vm86End.OK, "code runs and comes back");
  okEqual(vm86Machine().frame.eax, 0x1234, "with what it leaves");
  testErrors();
  testPorts();
  testFaults();
  testFlags();
}
