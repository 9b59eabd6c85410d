const LARGE = 300;
const half: u8 = 0.5; // error: K2017 18
const thousand: u32 = 1e3; // error: K2017 23
let small: u8 = 1;
let word: u32 = 1;
let wide: u64 = 1n;
let sign: i32 = 1;
let tiny: i8 = 1;

export function fit(): void {
  small = 256; // error: K2003 11
  small = LARGE; // error: K2003 11
  tiny = -129; // error: K2003 10
  word = -1; // error: K2003 10
  word = 0x1_0000_0000; // error: K2003 10
  small = small + 256; // error: K2003 17
  word = checked.u8(256); // error: TS2322 3, K2003 10
}

export function widths(): void {
  const count = 5; // error: K2004 9
  const mask = 1 << small; // error: K2004 18
  let x: u16 = small + word; // error: K2006 22
  small += word; // error: K2006 3
  sign = word + word; // error: K2006 15
  tiny = small + small; // error: K2006 16
  word = sign + word; // error: K2005 15
  sign = small * sign; // error: K2005 16
  if (sign < word) x = 1; // error: K2005 12
  const table: FixedArray<u8, 4> = zeroed();
  table[sign] = 1; // error: K2005 9
  table[wide] = 1; // error: K2006 9, TS2538 9
  table[4] = 1; // error: K2039 9
}

export function shifts(): void {
  sign = sign >>> 1; // error: K2010 15
  word = word >> 1; // error: K2010 15
  word = word << 32; // error: K2011 15
  small = small << 8; // error: K2011 17
  word = word << sign; // error: K2005 15
  wide = wide >> 64n; // error: K2011 15
}

export function others(): void {
  word = word / 0; // error: K2012 15
  word %= 0; // error: K2012 3
  if (word >= 0) word = 1; // error: K2015 12
  if (word < 0) word = 1; // error: K2015 12
  const most: u32 = 0xffff_ffff;
  word = 2 * OVER; // error: K2048 12
  word = +word; // error: K2014 10
}

const OVER: u32 = 0x8000_0000;

function sides(first: VirtualAddress, second: PhysicalAddress, third: UserAddress): void {
  first = word; // error: K2016 11
  word = first;
  const moved = first + third; // error: K2016 23
  word = u32(second >> 12n);
  word = u32(first + VirtualAddress(word)); // error: K2073 20
  second = PhysicalAddress(second + second); // error: K2073 35
  third += UserAddress(word); // error: K2073 3
  word = u32(first * VirtualAddress(word)); // error: K2073 20
  word = u32(first % VirtualAddress(word)); // error: K2073 20
  word = u32(first | VirtualAddress(word)); // error: K2073 20
  word = u32(first ^ VirtualAddress(word));
}

export function use(): void {
  sides(0, 0n, 0);
}
