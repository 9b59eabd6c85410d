// spec: L-29.2
export function depth(n: u32): u32 {
  return n === 0 ? 0 : 1 + depth(n - 1);
}
