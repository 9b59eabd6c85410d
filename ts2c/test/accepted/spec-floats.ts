/* prints
all hold
*/
// Literals of 32 bits that lie so near to the middle of two numbers that 64 bits cannot tell on which side.
// spec: L-30.1
import { check, finish } from "./support/check.ts";

const ABOVE: f32 = 16777217.0000000001;
const BELOW: f32 = 16777216.9999999999;
const MIDDLE: f32 = 16777217.0;
const MIDDLE_ODD: f32 = 16777219.0;
const NEGATIVE: f32 = -16_777_217.0000000001;
const LARGEST: f32 = 3.4028235677973366163753939545814e38;
const SMALLEST: f32 = 7.00649232162408535461864791644958065640130970938257885878534141944895541342930300743319094181060791015626e-46;
const NOTHING: f32 = 7.00649232162408535461864791644958065640130970938257885878534141944895541342930300743319094181060791015624e-46;
let one: f32 = 1.0;

export function main(): i32 {
  check("L-30.1 above the middle", f64(ABOVE) === 16777218.0);
  check("L-30.1 below the middle", f64(BELOW) === 16777216.0);
  check("L-30.1 the middle, to the even one below", f64(MIDDLE) === 16777216.0);
  check("L-30.1 the middle, to the even one above", f64(MIDDLE_ODD) === 16777220.0);
  check("L-30.1 with a sign", f64(NEGATIVE) === -16777218.0);
  check("L-30.1 the largest", f64(LARGEST) === 3.4028234663852886e38);
  check("L-30.1 the smallest", SMALLEST > 0.0);
  check("L-30.1 smaller than half of the smallest", NOTHING === 0.0);
  check("L-30.1 where the other side says the type", one * 16777217.0000000001 === 16777218.0);
  check("L-30.1 by a conversion", f32(16777217.0000000001) === 16777218.0);
  check("L-30.6 an integer just below the middle", f32(340282356779733661637539395458142568447) === LARGEST);
  return finish();
}
