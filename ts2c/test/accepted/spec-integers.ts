/* prints
all hold
*/
/** Chapters 3 to 6 of docs/language.md: integers, operators, conversions, addresses. */
import { check, finish } from "./support/check.ts";

const COUNT = 200;
const FIVE: u32 = 5;
const LOWEST: i32 = -2147483648;
const MINUS: i32 = -1;
let u8Max: u8 = 255;
let u16Max: u16 = 65535;
let u32Max: u32 = 0xffff_ffff;
let u64Max: u64 = 0xffff_ffff_ffff_ffffn;
let i8Min: i8 = -128;
let i16Min: i16 = -32768;
let i32Min: i32 = -2147483648;
let i64Min: i64 = -9223372036854775808n;
let i8Minus: i8 = -1;
let i32Minus: i32 = -1;
let i64Minus: i64 = -1n;
let three: u32 = 3;
let seven: u8 = 7;
let calls: u32 = 0;
const cells: FixedArray<u32, 4> = zeroed();

enum Level {
  Low = 3,
  High = 300,
}

function nextIndex(): u32 {
  calls += 1;
  return calls & 3;
}

function widths(): void {
  const one: u8 = 1;
  check("L-3.1 u8", u8Max + one === 0);
  check("L-3.1 u16", u16Max + one === 0);
  check("L-3.1 u32", u32Max + one === 0);
  check("L-3.1 u64", u64Max + 1n === 0n);
  check("L-3.1 i8", i8Min - 1 === 127 && u8(i8Min) === 0x80 && u8(i8Minus) === 0xff);
  check("L-3.1 i16", i16Min - 1 === 32767 && u16(i16Min) === 0x8000);
  check("L-3.1 i32", i32Min - 1 === 2147483647 && u32(i32Min) === 0x8000_0000);
  check("L-3.1 i64", i64Min - 1n === 9223372036854775807n && u64(i64Minus) === u64Max);
  check(
    "L-3.1 in memory",
    sizeOf<u8>() === 1 && sizeOf<i16>() === 2 && sizeOf<u32>() === 4 && sizeOf<i64>() === 8,
  );
}

function literals(): void {
  const one = seven & 1;
  const sum = u8Max + 1;
  check("L-3.3 of the other operand", sum === 0);
  check("L-3.3 of the type around", 0xff + one === 0);
  check("L-3.6 as u8", u8Max - COUNT === 55);
  check("L-3.6 as i16", i16Min + COUNT === -32568);
  const exact: u32 = (0xffff_ffff * 2 + 2) / 4;
  check("L-3.7", exact === 0x8000_0000);
  check("L-3.8 u8", (u8Max & ~0xf) === 0xf0);
  check("L-3.8 u16", (u16Max & ~0xfff) === 0xf000);
  check("L-3.8 u32", (u32Max & ~0xfff) === 0xffff_f000);
  check("L-3.8 u64", (u64Max & ~0xfffn) === 0xffff_ffff_ffff_f000n);
  check("L-3.8 i32", (i32Minus & ~0xfff) === -4096);
  const narrow = seven;
  check("L-3.9", narrow + 250 === 1);
}

function arithmetic(): void {
  check("L-4.1 zeros", u8Max + three === 258 && u16Max + u8Max === 254);
  check("L-4.1 sign", i8Minus + i32Minus === -2 && i16Min + i8Minus === 32767);
  check("L-4.2", u8Max + seven === 6 && u8Max * u8Max === 1 && u8(seven - u8Max) === 8);
  check("L-4.2 not int", (u8Max + seven) / 2 === 3 && (u8Max + 1) >>> 1 === 0);
  check(
    "L-4.4 +",
    u32Max + three === 2 && i32Min + i32Minus === 2147483647 && i64Min + i64Minus === 9223372036854775807n,
  );
  check("L-4.4 -", three - 4 === u32Max && i8Min - i8(1) === 127 && i64Min - 1n === 9223372036854775807n);
  check(
    "L-4.4 *",
    u16Max * u16Max === 1 && i32Min * 2 === 0 && i32Min * i32Minus === i32Min && u64Max * u64Max === 1n,
  );
  check(
    "L-4.4 unary",
    -seven === 249 && -i8Min === -128 && -i32Min === i32Min && -i64Min === i64Min && -three === 0xffff_fffd,
  );
  check("L-4.4 constants", -FIVE === 0xffff_fffb && ~FIVE === 0xffff_fffa && -LOWEST === LOWEST);
  let up: u8 = 255;
  up++;
  let down: i8 = -128;
  down--;
  let wide: i64 = 9223372036854775807n;
  wide++;
  let most: i32 = 2147483647;
  ++most;
  check("L-4.4 ++", up === 0 && down === 127 && wide === i64Min && most === i32Min);
  const minusSeven: i32 = -7;
  const two: i32 = 2;
  check(
    "L-4.6",
    minusSeven / two === -3 &&
      minusSeven % two === -1 &&
      -minusSeven % -two === 1 &&
      -minusSeven / -two === -3,
  );
  check(
    "L-4.6 64 bits",
    i64(minusSeven) / 2n === -3n && i64(minusSeven) % 2n === -1n && u64Max / 10n === 1844674407370955161n,
  );
  check("L-4.6 64 by 64", u64Max / 0x1_0000_0001n === 0xffff_ffffn && u64Max % 0x1_0000_0002n === 3n);
  check("L-4.6 narrow", u8Max / seven === 36 && u8Max % seven === 3 && i8Min / 3 === -42 && i8Min % 3 === -2);
  check(
    "L-4.9",
    i32Min / i32Minus === i32Min &&
      i32Min % i32Minus === 0 &&
      i8Min / i8Minus === -128 &&
      i8Min % i8Minus === 0,
  );
  check("L-4.9 64 bits", i64Min / i64Minus === i64Min && i64Min % i64Minus === 0n && i64Min / -1n === i64Min);
  check("L-4.9 constants", LOWEST / MINUS === LOWEST && LOWEST % MINUS === 0);
  check("L-4.10", (u8Max & 0x3c) === 0x3c && (seven | 8) === 15 && (u8Max ^ seven) === 248 && ~seven === 248);
  check(
    "L-4.10 wide",
    ~u64Max === 0n && ~i32Minus === 0 && (u64Max ^ 1n) === 0xffff_ffff_ffff_fffen && ~u16Max === 0,
  );
}

function shifts(): void {
  const count: u8 = 4;
  const far: u64 = 40n;
  check(
    "L-4.11",
    seven << 6 === 192 && seven << count === 112 && u32Max << 31 === 0x8000_0000 && i8Minus << 7 === -128,
  );
  check(
    "L-4.11 wide",
    u64Max << far === 0xffff_ff00_0000_0000n && i64Minus << 63n === i64Min && i32Minus << count === -16,
  );
  check("L-4.12 >>>", u8Max >>> 4 === 15 && u16Max >>> 15 === 1 && u32Max >>> count === 0xfff_ffff);
  check(
    "L-4.12 >>",
    i8Min >> 7 === -1 && i16Min >> count === -2048 && i32Min >> 31 === -1 && i64Min >> far === -8388608n,
  );
  check("L-4.12 u64", u64Max >> 63n === 1n && u64Max >> far === 0xff_ffffn);
  check("L-4.14", (seven << 7) + 1 === 129 && u8Max >>> three === 31 && seven << u32(far & 7n) === 7);
}

function comparing(): void {
  check("L-4.18", u8Max > three && three < u8Max && i8Minus > i32Min && i8Minus < 0 && u64Max > u64(u32Max));
  check(
    "L-4.18 limits",
    i32Min < i32Minus && !(u32Max < three) && i64Min <= i64Min && u16Max >= u16Max && u8Max !== seven,
  );
  check("L-4.18 constants", FIVE <= 5 && FIVE >= 5 && !(FIVE < 5) && !(FIVE > 5) && FIVE !== 6);
  const holds = three === 3;
  check("L-4.18 a bool", holds && three < 3 === false);
}

function updates(): void {
  let b: u8 = 250;
  b += 10;
  check("L-4.21 wraps", b === 4);
  b <<= 7;
  check("L-4.21 shifts", b === 0);
  cells[nextIndex()] += 5;
  check("L-4.21 once", calls === 1 && cells[1] === 5);
  let n: u32 = 5;
  check("L-4.22", n++ === 5 && n === 6 && ++n === 7 && n-- === 7 && --n === 5);
  let s: i32 = 5;
  check("L-4.22 signed", s++ === 5 && ++s === 7 && s-- === 7 && --s === 5);
}

// biome-ignore format: parentheses are what this is about
function precedence(): void {
  const a: u32 = 6;
  const b: u32 = 3;
  const c: u32 = 2;
  check("L-4.23 -", a - b - c === 1 && a - (b - c) === 5);
  check("L-4.23 /", a / b / c === 1 && a / b * c === 4 && a * b % 4 === 2);
  check("L-4.23 +*", a + b * c === 12 && (a + b) * c === 18 && a - b * c === 0);
  check("L-4.23 shift", a << b - c === 12 && (a >>> c + 1 | 1) === 1);
  check("L-4.23 bits", (a | b & c) === 6 && (a ^ b | c) === 7 && (a & b ^ c) === 0 && (a | b ^ b) === 6);
  check("L-4.23 logic", (a > b || b > c && c > a) && !(a < b && b < c || c > a));
  check("L-4.23 unary", ~a + 1 === -a && -a * c === -(a * c));
  check("L-4.23 ?:", (a > b ? c > b ? a : b : c) === 3);
}

function conversions(): void {
  const wider: u32 = u8Max + seven;
  const signed: i16 = u8Max & u8Max;
  check("L-5.1", wider === 6 && signed === 255);
  check(
    "L-5.4 cuts",
    u8(u32Max) === 255 && i8(u32Max) === -1 && u16(0x1234_5678) === 0x5678 && i32(u64Max) === -1,
  );
  check(
    "L-5.4 extends",
    u32(i8Minus) === 0xffff_ffff && u64(i32Min) === 0xffff_ffff_8000_0000n && i64(i8Min) === -128n,
  );
  check("L-5.4 zeros", i32(u8Max) === 255 && u64(u32Max) === 0xffff_ffffn && i64(u32Max) === 4294967295n);
  check("L-5.5 bool", u32(three === 3) === 1 && u8(three === 4) === 0 && u64(true) === 1n);
  check("L-5.5 enum", u32(Level.High) === 300 && u8(Level.High) === 44);
  check(
    "L-5.6",
    checked.u8(three) === 3 && checked.i8(i32Minus) === -1 && checked.u32(u64(u32Max)) === u32Max,
  );
  check(
    "L-5.6 limits",
    checked.i8(i32(i8Min)) === -128 && checked.u8(u32(u8Max)) === 255 && checked.i64(u64(three)) === 3n,
  );
  check("L-5.8 sign", (u32Max as i32) >> 4 === -1 && (u32Max as i32) < 0 && (i32Minus as u32) > 0);
  const level = three as Level;
  check(
    "L-5.8",
    level === Level.Low &&
      (Level.High as u32) === 300 &&
      (u32Max as i32) === -1 &&
      (i64Minus as u64) === u64Max,
  );
}

function addresses(): void {
  const start: VirtualAddress = 0xffff_f000;
  const user: UserAddress = UserAddress(three);
  const physical: PhysicalAddress = 0xf_ffff_ffffn;
  check("L-6.1", start + 0x1000 === 0 && user - 4 === 0xffff_ffff && physical + 1n === 0x10_0000_0000n);
  const next: VirtualAddress = start + three;
  const page: VirtualAddress = next & ~0xfff;
  check("L-6.2", next === 0xffff_f003 && page === start);
  const distance: u32 = next - start;
  const far: u64 = physical - 1n - physical;
  const beyond: UserAddress = user + (next - start);
  check("L-6.3", distance === 3 && far === u64Max && beyond === 6);
  const middle: VirtualAddress = start + (next - start) / 2;
  check("L-6.6 what there is instead of a sum", middle === 0xffff_f001);
  const plain: u32 = next;
  check("L-6.4", plain === 0xffff_f003);
}

export function main(): i32 {
  widths();
  literals();
  arithmetic();
  shifts();
  comparing();
  updates();
  precedence();
  conversions();
  addresses();
  return finish();
}
