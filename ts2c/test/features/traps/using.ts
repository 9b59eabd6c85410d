/* traps no release
 */
// spec: L-26.5
class Lock {
  [Symbol.dispose](): void {
    panic("released");
  }
}
const lock: Lock = zeroed();
export function main(): i32 {
  using held = lock;
  panic("no release");
}
