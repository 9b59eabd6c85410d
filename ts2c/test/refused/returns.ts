let word: u32 = 0;

export function missing(flag: bool): u32 { // error: TS2366 38
  if (flag) return 1;
}

export function value(): void {
  return word; // error: TS2322 3, K2007 10
}

export function bad(): u32 {
  return; // error: TS2322 3
}

export function nothing(): u32 {
  return "text"; // error: TS2322 3, K2007 10
}
