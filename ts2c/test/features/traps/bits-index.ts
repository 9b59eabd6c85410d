/* traps index out of bounds
 */
// A field of three bits proves an index below eight, not below four.
// spec: L-14.10, L-31.2
class Selector {
  port: Bits<u32, 4, 3> = 0;
}
const selector: Selector = zeroed();
const ports: FixedArray<u32, 4> = zeroed();
export function main(): i32 {
  selector.port = 5;
  ports[selector.port] = 1;
  return 0;
}
