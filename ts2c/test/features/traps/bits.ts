/* traps value does not fit
 */
// spec: L-31.3
class Control {
  speed: Bits<u32, 2, 3> = 0;
}
const control: Control = zeroed();
let speed: u32 = 8;
export function main(): i32 {
  control.speed = speed;
  return 0;
}
