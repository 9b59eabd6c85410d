/**
 * Instructions that only the kernel may execute, and interrupts that only the machine may cause:
 * each is an exception that ends the child. Intel SDM vol. 2; vol. 3A section 5.9.
 */
import { beginCode, code1, code2, code3, codeWord } from "../support/code.ts";
import { expectDeath, expectNoSurvival } from "./run.ts";

function one(byte: u8, name: string): void {
  beginCode();
  code1(byte);
  expectDeath(name);
}

function two(first: u8, second: u8, name: string): void {
  beginCode();
  code2(first, second);
  expectDeath(name);
}

function three(first: u8, second: u8, third: u8, name: string): void {
  beginCode();
  code3(first, second, third);
  expectDeath(name);
}

/** The instruction with the own stack's top as its memory operand. */
function withMemory(first: u8, second: u8, third: u8, name: string): void {
  beginCode();
  code3(0x50, 0x50, 0x90); // push eax; push eax; nop
  code3(first, second, third);
  code1(0x24); // [esp]
  expectDeath(name);
}

function testControl(): void {
  one(0xf4, "hlt");
  one(0xfa, "cli");
  one(0xfb, "sti");
  two(0x0f, 0x06, "clts");
  two(0x0f, 0x08, "invd");
  two(0x0f, 0x09, "wbinvd");
  two(0x0f, 0x30, "wrmsr");
  two(0x0f, 0x32, "rdmsr");
  two(0x0f, 0x35, "sysexit");
  three(0x0f, 0x20, 0xc0, "mov eax, cr0");
  three(0x0f, 0x22, 0xc0, "mov cr0, eax");
  three(0x0f, 0x22, 0xd8, "mov cr3, eax");
  three(0x0f, 0x22, 0xe0, "mov cr4, eax");
  three(0x0f, 0x23, 0xf8, "mov dr7, eax");
  withMemory(0x0f, 0x01, 0x14, "lgdt");
  withMemory(0x0f, 0x01, 0x1c, "lidt");
  withMemory(0x0f, 0x01, 0x3c, "invlpg");
  three(0x0f, 0x00, 0xd0, "lldt");
  three(0x0f, 0x00, 0xd8, "ltr");
  three(0x0f, 0x01, 0xf0, "lmsw");
}

function testPorts(): void {
  two(0xe4, 0x60, "in al, 60");
  two(0xe6, 0x60, "out 60, al");
  beginCode();
  code2(0x66, 0xba); // mov dx, 3f8
  code2(0xf8, 0x03);
  code1(0xee); // out dx, al
  expectDeath("out 3f8, al");
  beginCode();
  code2(0x66, 0xba); // mov dx, f4
  code2(0xf4, 0x00);
  code1(0xef); // out dx, eax
  expectDeath("out f4, eax, which would end an emulator");
}

/** Gates for the kernel's own use have privilege 0: `int` to them is a protection fault. */
function testInterrupts(): void {
  two(0xcd, 0x00, "int 0");
  two(0xcd, 0x02, "int 2");
  two(0xcd, 0x08, "int 8");
  two(0xcd, 0x0e, "int 14");
  two(0xcd, 0x20, "int 32");
  two(0xcd, 0x80, "int 128");
  two(0xcd, 0xff, "int 255");
  one(0xcc, "int3");
  two(0x0f, 0x0b, "ud2");
}

/** Loads `selector` into SS. */
function stackSegment(selector: u32, name: string): void {
  beginCode();
  code1(0xb8);
  codeWord(selector);
  code2(0x8e, 0xd0);
  expectDeath(name);
}

/** A far jump to a selector. */
function farJump(selector: u16, name: string): void {
  beginCode();
  code1(0xea);
  codeWord(0x4800_0000);
  code2(u8(selector), u8(selector >>> 8));
  expectDeath(name);
}

/**
 * Returns by `iret` to ring 0: eflags, cs, eip. QEMU 7.2 reads the frame with the kernel's rights, so
 * under SMAP its exception is a page fault.
 */
function returnToRingZero(): void {
  beginCode();
  code1(0x68);
  codeWord(0x2);
  code1(0x68);
  codeWord(0x8);
  code1(0x68);
  codeWord(0x4800_0000);
  code1(0xcf);
  expectNoSurvival("iret to the kernel's code segment");
}

function testSegments(): void {
  stackSegment(0, "mov ss, null");
  stackSegment(0x10, "mov ss, the kernel's data");
  stackSegment(0xfff8, "mov ss, beyond the table");
  farJump(0x08, "far jump to the kernel's code");
  farJump(0xfff8, "far jump beyond the table");
  returnToRingZero();
}

/** Division by zero, and a breakpoint by the trap flag. */
function testArithmetic(): void {
  beginCode();
  code3(0x31, 0xc9, 0x99); // xor ecx, ecx; cdq
  code2(0xf7, 0xf1); // div ecx
  expectDeath("division by zero");
  beginCode();
  code1(0x9c); // pushf
  code3(0x81, 0x0c, 0x24); // or dword [esp], 0x100: trap flag
  codeWord(0x100);
  code2(0x9d, 0x90); // popf; nop
  expectDeath("the trap flag");
}

export function testPrivileged(): void {
  testControl();
  testPorts();
  testInterrupts();
  testSegments();
  testArithmetic();
}
