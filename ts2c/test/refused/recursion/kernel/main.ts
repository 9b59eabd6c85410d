import { depth } from "../programs/depth.ts";

type Step = (n: u32) => u32;

class Walker {
  steps: u32 = 0;
  walk(n: u32): void { // error: K2067 3
    this.steps += 1;
    if (n > 0) this.walk(n - 1);
  }
}
const walker: Walker = zeroed();

function even(n: u32): bool { // error: K2067 10
  return n === 0 || odd(n - 1);
}
function odd(n: u32): bool {
  return n !== 0 && even(n - 1);
}
function leaf(n: u32): u32 {
  return n;
}
function byValue(n: u32): u32 { // error: K2067 10
  return run(byValue, n);
}
function run(step: Step, n: u32): u32 {
  return step(n) + leaf(n);
}

export function start(): u32 {
  walker.walk(2);
  return even(4) ? depth(3) + byValue(1) : leaf(2);
}

let half: f32 = 0.5; // error: K2069 11, K2069 17
export function third(): u32 {
  return u32(f64(1) / f64(3)); // error: K2069 14, K2069 23
}
