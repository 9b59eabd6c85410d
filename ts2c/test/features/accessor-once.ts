/* prints
one call 1 7
*/
/** The object of a compound assignment through a setter is found once. */
class Gauge {
  private level: u32 = 0;
  get value(): u32 {
    return this.level;
  }
  set value(level: u32) {
    this.level = level;
  }
}

const gauge: Gauge = zeroed();
let calls: u32 = 0;

function find(): Gauge {
  calls += 1;
  return gauge;
}

export function main(): i32 {
  gauge.value = 5;
  find().value += 2; // spec: L-23.2
  print("one call ");
  print(calls);
  print(" ");
  print(gauge.value);
  print("\n");
  return 0;
}
