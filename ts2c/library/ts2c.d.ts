/// <reference path="./integers.d.ts" />
/**
 * The whole world a ts2c program sees.
 *
 * Programs are compiled with `noLib`: nothing of JavaScript's standard library exists, only what
 * is declared here. Every declaration either becomes a C type, a C expression, or an intrinsic of
 * `ts2c/runtime/ts2c.h`. docs/language.md says what each does at run time.
 */

// ---------------------------------------------------------------- integers

/** Conversions: the low bits of the argument; `false` is 0 and `true` is 1. */
declare function u8(value: number | bigint | boolean): u8;
declare function u16(value: number | bigint | boolean): u16;
declare function u32(value: number | bigint | boolean): u32;
declare function i8(value: number | bigint | boolean): i8;
declare function i16(value: number | bigint | boolean): i16;
declare function i32(value: number | bigint | boolean): i32;
declare function u64(value: number | bigint | boolean): u64;
declare function i64(value: number | bigint | boolean): i64;
declare function VirtualAddress(value: number): VirtualAddress;
declare function UserAddress(value: number): UserAddress;
declare function PhysicalAddress(value: number | bigint): PhysicalAddress;

/** Conversions that trap when the value does not fit. */
declare namespace checked {
  function u8(value: number | bigint): u8;
  function u16(value: number | bigint): u16;
  function u32(value: number | bigint): u32;
  function i8(value: number | bigint): i8;
  function i16(value: number | bigint): i16;
  function i32(value: number | bigint): i32;
  function u64(value: number | bigint): u64;
  function i64(value: number | bigint): i64;
  /** The sum, difference, product and negative value at the width of the operands; trap where `+ - *` would wrap. */
  function add<T extends number | bigint>(a: T, b: T): T;
  function add<T extends number | bigint>(a: number | bigint, b: T): T;
  function sub<T extends number | bigint>(a: T, b: T): T;
  function sub<T extends number | bigint>(a: number | bigint, b: T): T;
  function mul<T extends number | bigint>(a: T, b: T): T;
  function mul<T extends number | bigint>(a: number | bigint, b: T): T;
  function negate<T extends number | bigint>(value: T): T;
}

/** A field of this type is a device register: each access in the source is one access at run time. */
type Volatile<T> = T & { readonly __volatile?: true };

// ---------------------------------------------------------------- data

/** `N` elements in place. Indexing is checked; a class type gives elements in place, `T | null` pointers. */
interface FixedArray<T, N extends number> {
  readonly length: N & u32;
  [index: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
}

/** A checked window on elements that live elsewhere: a pointer and a length. */
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

/** Storage whose bytes are all zero: for module variables, fields, and local objects. */
declare function zeroed<T>(placement?: Placement): T;
/** A fixed array with these elements. */
declare function arrayOf<T, N extends number>(...elements: T[]): FixedArray<T, N>;
/** The window on a whole fixed array. */
declare function spanOf<T, N extends number>(array: FixedArray<T, N>): Span<T>;
/** The window `[start, start + length)` of a window; traps when that leaves it. */
declare function subSpan<T>(span: Span<T>, start: u32, length: u32): Span<T>;
/** The bytes of a string literal or string value. */
declare function bytesOf(text: string): Span<u8>;
/** The string over bytes that live elsewhere. No check of the encoding. */
declare function stringOf(bytes: Span<u8>): string;
/** Copies all fields of `from` over `to`. */
declare function copy<T>(to: T, from: T): void;
/** Bytes that a `T` in place takes. */
declare function sizeOf<T>(): u32;
/** Bytes from the start of a `T` to a field. */
declare function offsetOf<T>(field: keyof T & string): u32;

/** No padding between the fields. */
declare function packed(target: unknown, context: unknown): void;
/** Alignment of the struct in bytes, a power of two. */
declare function align(bytes: number): (target: unknown, context: unknown) => void;

// ---------------------------------------------------------------- program

/** Stops with a message: the program's own `ts2c_panic` (kernel, user) or stderr and status 134 (host). */
declare function panic(message: string): never;
/** Gives a function the exact C symbol that assembly or the linker refers to, and keeps it. A statement at module level. */
declare function symbol(target: unknown, name: string): void;
/** Host only (`ts2c run`): a string, an integer in decimal, or true/false, on standard output, no new line. */
declare function print(value: string | number | bigint | boolean): void;

// ---------------------------------------------------------------- raw memory ("memory" intrinsics)

/** The object at an address. */
declare function referenceAt<T>(address: number): T;
/** The window of `length` elements at an address. */
declare function spanAt<T>(address: number, length: u32): Span<T>;
/** The address of an object, an array, a window's first element, or a function. */
declare function addressOf(target: unknown): u32;
/** Fills `count` bytes / 32-bit words from `address` on (`rep stosb` / `rep stosd`). */
declare function fillBytes(address: number, value: u8, count: u32): void;
declare function fillWords(address: number, value: u32, count: u32): void;
/** Copies `count` bytes upwards (`rep movsb`) / 32-bit words (`rep movsd`); the ranges must not overlap. */
declare function copyBytes(to: number, from: number, count: u32): void;
declare function copyWords(to: number, from: number, count: u32): void;

// ---------------------------------------------------------------- system call ("systemCall" intrinsic)

/** The four message words that travel in EBX, ESI, EDI, EBP. */
declare class SystemWords {
  word0: u32;
  word1: u32;
  word2: u32;
  word3: u32;
}
/** `sysenter` with `head` in EAX; the four words go and come; the answer is EAX. */
declare function systemCall(head: u32, words: SystemWords): u32;

// ---------------------------------------------------------------- the machine ("machine" intrinsics)

/** Time-stamp counter (Intel SDM vol. 2B, RDTSC). Any program may read it. */
declare function readTimeStamp(): u64;
/** Its low 32 bits. */
declare function readTimeStampLow(): u32;
/** `pause`. Any program may use it. */
declare function spinHint(): void;

declare function inByte(port: u16): u8;
declare function inHalf(port: u16): u16;
declare function inWord(port: u16): u32;
declare function outByte(port: u16, value: u8): void;
declare function outHalf(port: u16, value: u16): void;
declare function outWord(port: u16, value: u32): void;

declare function readCr0(): u32;
declare function writeCr0(value: u32): void;
declare function readCr2(): u32;
declare function readCr3(): u32;
declare function writeCr3(value: u32): void;
declare function readCr4(): u32;
declare function writeCr4(value: u32): void;
declare function readEflags(): u32;
declare function readFramePointer(): u32;
declare function readModelRegister(register: u32): u64;
declare function writeModelRegister(register: u32, value: u64): void;
declare class CpuidResult {
  eax: u32;
  ebx: u32;
  ecx: u32;
  edx: u32;
}
declare function cpuid(leaf: u32, subleaf: u32, result: CpuidResult): void;
/** `invlpg` of the page that holds `address`. */
declare function invalidatePage(address: number): void;
/** `lgdt` / `lidt` of the six-byte pseudo descriptor at `address`, `ltr`. */
declare function loadGdt(address: number): void;
declare function loadIdt(address: number): void;
declare function loadTaskRegister(selector: u16): void;
declare function disableInterrupts(): void;
declare function enableInterrupts(): void;
/** `hlt`. */
declare function waitForInterrupt(): void;
/** `sti` and `hlt` back to back, then `cli`: no interrupt is lost between them. */
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
interface TypedPropertyDescriptor<T> {
  value?: T;
}
