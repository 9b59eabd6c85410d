/// <reference path="./integers.d.ts" />
/**
 * The whole world a ts2c program sees.
 *
 * Programs are compiled with `noLib`: nothing of JavaScript's standard library exists, only what
 * is declared here. Every declaration either becomes a C type, a C expression, or an intrinsic of
 * `ts2c/runtime/ts2c.h`. docs/language.md says what each does at run time.
 */

// ---------------------------------------------------------------- integers

/** The low 8 bits of `value` as `u8`; of a bool 0 or 1, of an enum its number. Never traps (docs/language.md 5). */
declare function u8(value: number | bigint | boolean): u8;
/** The low 16 bits of `value` as `u16`; of a bool 0 or 1, of an enum its number. Never traps (docs/language.md 5). */
declare function u16(value: number | bigint | boolean): u16;
/** The low 32 bits of `value` as `u32`; of a bool 0 or 1, of an enum its number. Never traps (docs/language.md 5). */
declare function u32(value: number | bigint | boolean): u32;
/** The low 8 bits of `value` as `i8`; of a bool 0 or 1, of an enum its number. Never traps (docs/language.md 5). */
declare function i8(value: number | bigint | boolean): i8;
/** The low 16 bits of `value` as `i16`; of a bool 0 or 1, of an enum its number. Never traps (docs/language.md 5). */
declare function i16(value: number | bigint | boolean): i16;
/** The low 32 bits of `value` as `i32`; of a bool 0 or 1, of an enum its number. Never traps (docs/language.md 5). */
declare function i32(value: number | bigint | boolean): i32;
/** The low 64 bits of `value` as `u64`; of a bool 0 or 1, of an enum its number. Never traps (docs/language.md 5). */
declare function u64(value: number | bigint | boolean): u64;
/** The low 64 bits of `value` as `i64`; of a bool 0 or 1, of an enum its number. Never traps (docs/language.md 5). */
declare function i64(value: number | bigint | boolean): i64;
/** The number of 32 bits nearest to `value`. Never traps (docs/language.md 30). */
declare function f32(value: number | bigint): f32;
/** The number of 64 bits nearest to `value`. Never traps (docs/language.md 30). */
declare function f64(value: number | bigint): f64;
/** Says that `value` (bytes, the low 32 bits) is an address in the kernel's part of every space. Checks nothing. */
declare function VirtualAddress(value: number): VirtualAddress;
/** Says that `value` (bytes, the low 32 bits) is an address in a task's own part of its space. Checks nothing. */
declare function UserAddress(value: number): UserAddress;
/** Says that `value` (bytes, 64 bits) is an address on the memory bus. Checks nothing. */
declare function PhysicalAddress(value: number | bigint): PhysicalAddress;

/** Conversions that trap when the value does not fit. */
declare namespace checked {
  /** `value` as `u8`; traps with "value does not fit" outside 0 to 255 (docs/language.md 5). */
  function u8(value: number | bigint): u8;
  /** `value` as `u16`; traps with "value does not fit" outside 0 to 65,535 (docs/language.md 5). */
  function u16(value: number | bigint): u16;
  /** `value` as `u32`; traps with "value does not fit" outside 0 to 4,294,967,295 (docs/language.md 5). */
  function u32(value: number | bigint): u32;
  /** `value` as `i8`; traps with "value does not fit" outside -128 to 127 (docs/language.md 5). */
  function i8(value: number | bigint): i8;
  /** `value` as `i16`; traps with "value does not fit" outside -32,768 to 32,767 (docs/language.md 5). */
  function i16(value: number | bigint): i16;
  /**
   * `value` as `i32`; traps with "value does not fit" outside -2,147,483,648 to 2,147,483,647 (docs/language.md 5).
   */
  function i32(value: number | bigint): i32;
  /** `value` as `u64`; traps with "value does not fit" outside 0 to 2⁶⁴-1 (docs/language.md 5). */
  function u64(value: number | bigint): u64;
  /** `value` as `i64`; traps with "value does not fit" outside -2⁶³ to 2⁶³-1 (docs/language.md 5). */
  function i64(value: number | bigint): i64;
  /** The sum at the width of the operands; traps with "value does not fit" where `+ - *` would wrap. */
  function add<T extends number | bigint>(a: T, b: T): T;
  /** The sum at the width of the operands; traps with "value does not fit" where `+ - *` would wrap. */
  function add<T extends number | bigint>(a: number | bigint, b: T): T;
  /** The difference at the width of the operands; traps with "value does not fit" where `+ - *` would wrap. */
  function sub<T extends number | bigint>(a: T, b: T): T;
  /** The difference at the width of the operands; traps with "value does not fit" where `+ - *` would wrap. */
  function sub<T extends number | bigint>(a: number | bigint, b: T): T;
  /** The product at the width of the operands; traps with "value does not fit" where `+ - *` would wrap. */
  function mul<T extends number | bigint>(a: T, b: T): T;
  /** The product at the width of the operands; traps with "value does not fit" where `+ - *` would wrap. */
  function mul<T extends number | bigint>(a: number | bigint, b: T): T;
  /** The negative value at the width of the operand; traps with "value does not fit" where `-` would wrap. */
  function negate<T extends number | bigint>(value: T): T;
}

/**
 * Around the type of a field, element or module variable: each access in the source is one access at run time.
 * For integers, bool and enums (docs/language.md 11).
 */
type Volatile<T> = T & { readonly __volatile?: true };

/**
 * `Width` bits of a word from bit `First` on, as a field of a class that is one word: `Bits<u32, 12, 20>`, of a device
 * register `Bits<Volatile<u32>, 12, 20>`. Reading reads the word once, writing reads and writes it once (docs/language.md 31).
 */
type Bits<T, First extends number, Width extends number> = T & { readonly __bits?: [First, Width] };

// ---------------------------------------------------------------- data

/**
 * `N` elements in place. `a[i]` traps with "index out of bounds" outside; no check remains where the index is proved to
 * be inside (docs/language.md 14). A class as `T` gives objects in place, `T | null` pointers.
 */
interface FixedArray<T, N extends number> {
  readonly length: N & u32;
  [index: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
}

/**
 * A window on elements that live elsewhere: a pointer and a length, passed by value. `s[i]` traps with "index out of
 * bounds" outside.
 */
interface Span<T> {
  readonly length: u32;
  [index: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
}

/** Where a static object is placed. */
interface Placement {
  /** Alignment in bytes, a power of two. */
  align?: number;
  /** Linker section. */
  section?: string;
}

/**
 * Storage whose bytes are all zero: for module variables, fields, and local `const` objects, which are zeroed each time
 * their declaration runs. `align` is in bytes, `section` names a linker section.
 */
declare function zeroed<T>(placement?: Placement): T;
/** A fixed array with these elements; their number is `N`. Starts a module variable or a local `const`. */
declare function arrayOf<T, N extends number>(...elements: T[]): FixedArray<T, N>;
/** The window on a whole fixed array. Copies nothing, never traps. */
declare function spanOf<T, N extends number>(array: FixedArray<T, N>): Span<T>;
/**
 * The window of `length` elements from element `start` on; traps with "index out of bounds" when it leaves `span`.
 */
declare function subSpan<T>(span: Span<T>, start: u32, length: u32): Span<T>;
/** The bytes (UTF-8) of a string as a window on them. Those of a literal must not be written. */
declare function bytesOf(text: string): Span<u8>;
/** The string over bytes that live elsewhere. Copies nothing, does not check the encoding. */
declare function stringOf(bytes: Span<u8>): string;
/** Copies all fields, or all elements, of `from` over `to`; both are of one class or array type. */
declare function copy<T>(to: T, from: T): void;
/** Bytes that a `T` in place takes (System V ABI, Intel386 supplement, chapter 3). Known when compiling. */
declare function sizeOf<T>(): u32;
/** Bytes from the start of a `T` to the field of this name, a literal. Known when compiling. */
declare function offsetOf<T>(field: keyof T & string): u32;

/** Decorates a class: no padding between the fields, alignment 1. */
declare function packed(target: unknown, context: unknown): void;
/**
 * Decorates a class: alignment of the struct in bytes, a power of two; its size becomes a multiple of it. Or a field, which
 * lies at a multiple of it then, in a packed class, too; the struct is aligned as the strictest of its fields.
 */
declare function align(bytes: number): (target: unknown, context: unknown) => void;

/**
 * Writes a template literal into `buffer` as UTF-8 and returns the string over what has been written: strings, bools,
 * integers in decimal, and `hex(…)`. What does not fit is left out; never traps (docs/language.md 32).
 */
declare function format(buffer: Span<u8>, text: string): string;
/** Inside the template of `format`: `value`, unsigned, in hexadecimal with at least `digits` digits (a constant up to 64). */
declare function hex(value: number | bigint, digits?: u32): string;

// ---------------------------------------------------------------- program

/**
 * Stops with a message, and never returns: calls the program's own `ts2c_panic(message, file, line)`; in a host program,
 * prints it to standard error and ends with status 134.
 */
declare function panic(message: string): never;
/**
 * Gives a function or variable the exact C symbol that assembly or the linker refers to, and keeps it. A statement at
 * module level; `name` is a literal.
 */
declare function symbol(target: unknown, name: string): void;
/**
 * Host programs only (`ts2c run`): writes a string, an integer in decimal, true or false, or a floating-point number by
 * the fewest digits that read back as the same, to standard output, and adds nothing, not even a new line.
 */
declare function print(value: string | number | bigint | boolean): void;

// ---------------------------------------------------------------- raw memory ("memory" intrinsics)

/**
 * The object of class or array type `T` at a linear address in bytes. Checks nothing: neither that memory is there nor
 * that it is aligned. A "memory" intrinsic: only in the folders that ts2c.json names.
 */
declare function referenceAt<T>(address: number): T;
/** The window of `length` elements at a linear address in bytes. Checks nothing. A "memory" intrinsic. */
declare function spanAt<T>(address: number, length: u32): Span<T>;
/**
 * The linear address in bytes of an object, an array, the first element of a window or string, a module variable, a
 * field, an element, or a function. A "memory" intrinsic.
 */
declare function addressOf(target: unknown): u32;
/** Writes `value` to `count` bytes from `address` upwards. REP STOSB (Intel SDM vol. 2B). A "memory" intrinsic. */
declare function fillBytes(address: number, value: u8, count: u32): void;
/**
 * Writes `value` to `count` words of 4 bytes from `address` upwards. REP STOSD (Intel SDM vol. 2B). A "memory" intrinsic.
 */
declare function fillWords(address: number, value: u32, count: u32): void;
/** Copies `count` bytes upwards; the ranges must not overlap. REP MOVSB (Intel SDM vol. 2B). A "memory" intrinsic. */
declare function copyBytes(to: number, from: number, count: u32): void;
/**
 * Copies `count` words of 4 bytes upwards; the ranges must not overlap. REP MOVSD (Intel SDM vol. 2B). A "memory"
 * intrinsic.
 */
declare function copyWords(to: number, from: number, count: u32): void;

// ---------------------------------------------------------------- system call ("systemCall" intrinsic)

/** The four message words of a system call, 32 bits each. */
declare class SystemWords {
  word0: u32;
  word1: u32;
  word2: u32;
  word3: u32;
}
/**
 * SYSENTER (Intel SDM vol. 2B) with `head` in EAX and the four words in EBX, ESI, EDI, EBP; the words come back the same
 * way, the result is EAX. The kernel returns to EDX with the stack pointer ECX. A "systemCall" intrinsic.
 */
declare function systemCall(head: u32, words: SystemWords): u32;

// ---------------------------------------------------------------- the machine ("machine" intrinsics)

/**
 * The time-stamp counter, 64 bits, in ticks since reset. RDTSC (Intel SDM vol. 2B). Any program may read it; traps in ring
 * 3 when CR4.TSD is set.
 */
declare function readTimeStamp(): u64;
/** The low 32 bits of the time-stamp counter, which wrap. RDTSC (Intel SDM vol. 2B). */
declare function readTimeStampLow(): u32;
/** For the body of a loop that waits. PAUSE (Intel SDM vol. 2B). Any program may use it. */
declare function spinHint(): void;

/**
 * Reads 1 byte from an I/O port. IN AL, DX (Intel SDM vol. 2A). A "machine" intrinsic; #GP without the right to the port.
 */
declare function inByte(port: u16): u8;
/**
 * Reads 2 bytes from an I/O port. IN AX, DX (Intel SDM vol. 2A). A "machine" intrinsic; #GP without the right to the port.
 */
declare function inHalf(port: u16): u16;
/**
 * Reads 4 bytes from an I/O port. IN EAX, DX (Intel SDM vol. 2A). A "machine" intrinsic; #GP without the right to the port.
 */
declare function inWord(port: u16): u32;
/**
 * Writes 1 byte to an I/O port. OUT DX, AL (Intel SDM vol. 2B). A "machine" intrinsic; #GP without the right to the
 * port.
 */
declare function outByte(port: u16, value: u8): void;
/**
 * Writes 2 bytes to an I/O port. OUT DX, AX (Intel SDM vol. 2B). A "machine" intrinsic; #GP without the right to the
 * port.
 */
declare function outHalf(port: u16, value: u16): void;
/**
 * Writes 4 bytes to an I/O port. OUT DX, EAX (Intel SDM vol. 2B). A "machine" intrinsic; #GP without the right to the
 * port.
 */
declare function outWord(port: u16, value: u32): void;

/** Reads CR0: protection, paging, write protection (Intel SDM vol. 3A, 2.5). Ring 0 only. A "machine" intrinsic. */
declare function readCr0(): u32;
/**
 * Writes CR0: protection, paging, write protection (Intel SDM vol. 3A, 2.5). Ring 0 only; #GP for reserved bits. A "machine" intrinsic.
 */
declare function writeCr0(value: u32): void;
/**
 * Reads CR2: the linear address of the last page fault (Intel SDM vol. 3A, 2.5). Ring 0 only. A "machine" intrinsic.
 */
declare function readCr2(): u32;
/**
 * Reads CR3: the physical address of the page tables (Intel SDM vol. 3A, 2.5). Ring 0 only. A "machine" intrinsic.
 */
declare function readCr3(): u32;
/**
 * Writes CR3: the physical address of the page tables; forgets the translations that are not global (Intel SDM vol. 3A,
 * 2.5 and 4.10.4). Ring 0 only. A "machine" intrinsic.
 */
declare function writeCr3(value: u32): void;
/** Reads CR4: which extensions are on (Intel SDM vol. 3A, 2.5). Ring 0 only. A "machine" intrinsic. */
declare function readCr4(): u32;
/**
 * Writes CR4: which extensions are on (Intel SDM vol. 3A, 2.5). Ring 0 only; #GP for reserved bits. A "machine" intrinsic.
 */
declare function writeCr4(value: u32): void;
/** EFLAGS, 32 bits. PUSHFD, POP (Intel SDM vol. 1, 3.4.3). A "machine" intrinsic. */
declare function readEflags(): u32;
/**
 * The frame address of the function that calls it, in bytes: EBP, where the caller's EBP and the return address lie.
 */
declare function readFramePointer(): u32;
/**
 * A model-specific register, 64 bits. RDMSR (Intel SDM vol. 2B, numbers in vol. 4). Ring 0 only; #GP where there is none.
 * A "machine" intrinsic.
 */
declare function readModelRegister(register: u32): u64;
/**
 * Writes a model-specific register, 64 bits. WRMSR (Intel SDM vol. 2C, numbers in vol. 4). Ring 0 only; #GP where there is
 * none. A "machine" intrinsic.
 */
declare function writeModelRegister(register: u32, value: u64): void;
/** What CPUID leaves in its four registers, 32 bits each. */
declare class CpuidResult {
  eax: u32;
  ebx: u32;
  ecx: u32;
  edx: u32;
}
/** CPUID with EAX = `leaf` and ECX = `subleaf`; fills `result` (Intel SDM vol. 2A). A "machine" intrinsic. */
declare function cpuid(leaf: u32, subleaf: u32, result: CpuidResult): void;
/**
 * Forgets the translation of the page that holds the linear address. INVLPG (Intel SDM vol. 2A). Ring 0 only. A "machine"
 * intrinsic.
 */
declare function invalidatePage(address: number): void;
/**
 * Loads the global descriptor table register from the 6 bytes (limit, base) at a linear address. LGDT (Intel SDM vol. 3A,
 * 2.4.1). Ring 0 only. A "machine" intrinsic.
 */
declare function loadGdt(address: number): void;
/**
 * Loads the interrupt descriptor table register from the 6 bytes (limit, base) at a linear address. LIDT (Intel SDM vol.
 * 3A, 2.4.3). Ring 0 only. A "machine" intrinsic.
 */
declare function loadIdt(address: number): void;
/**
 * Loads the task register with a selector. LTR (Intel SDM vol. 3A, 2.4.4). Ring 0 only; #GP for what is no TSS. A
 * "machine" intrinsic.
 */
declare function loadTaskRegister(selector: u16): void;
/** CLI: no maskable interrupts from here on (Intel SDM vol. 2A). A "machine" intrinsic; #GP without the right. */
declare function disableInterrupts(): void;
/**
 * STI: maskable interrupts, from behind the next instruction on (Intel SDM vol. 2B). A "machine" intrinsic; #GP without
 * the right.
 */
declare function enableInterrupts(): void;
/** HLT: stops until an interrupt comes (Intel SDM vol. 2A). Ring 0 only. A "machine" intrinsic. */
declare function waitForInterrupt(): void;
/**
 * STI and HLT back to back, then CLI: as interrupts are taken only behind the instruction after STI, none is lost between
 * (Intel SDM vol. 2A, 2B). Ring 0 only. A "machine" intrinsic.
 */
declare function enableInterruptsAndWait(): void;

// ---------------------------------------------------------------- what TypeScript itself wants to find

interface Array<T> {
  readonly length: u32;
  [index: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface ReadonlyArray<T> {
  readonly length: u32;
  readonly [index: number]: T;
}
interface IteratorResult<T, TReturn = unknown> {
  done: boolean;
  value: T;
  result?: TReturn;
}
interface Iterator<T, TReturn = unknown, TNext = unknown> {
  next(value?: TNext): IteratorResult<T, TReturn>;
}
interface Iterable<T, TReturn = unknown, TNext = unknown> {
  [Symbol.iterator](): Iterator<T, TReturn, TNext>;
}
interface IterableIterator<T, TReturn = unknown, TNext = unknown> extends Iterator<T, TReturn, TNext> {
  [Symbol.iterator](): IterableIterator<T, TReturn, TNext>;
}
interface ArrayIterator<T> extends IterableIterator<T> {}
interface SymbolConstructor {
  readonly iterator: unique symbol;
  readonly dispose: unique symbol;
}
declare const Symbol: SymbolConstructor;
/** What `using` takes: a class with this method. */
interface Disposable {
  [Symbol.dispose](): void;
}
interface Boolean {}
interface CallableFunction {}
interface Function {}
interface IArguments {}
interface NewableFunction {}
interface Number {}
interface BigInt {}
interface Object {}
interface RegExp {}
interface String {
  readonly length: u32;
  /** The byte at `index`; traps outside the string. */
  charCodeAt(index: u32): u8;
}
interface TemplateStringsArray {}
interface Symbol {}
interface ClassDecoratorContext<T> {
  readonly target?: T;
}
interface ClassFieldDecoratorContext<This, Value> {
  readonly target?: This;
  readonly value?: Value;
}
interface TypedPropertyDescriptor<T> {
  value?: T;
}
