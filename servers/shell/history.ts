/** The lines entered last, the oldest given up for the newest; an empty line and a repetition are not kept. Pure. */
import { containsText, type Line, sameText } from "./line.ts";

export const HISTORY_MAX = 32;
/** find: there is no such line. */
export const NOT_FOUND: u32 = 0xffff_ffff;

export class History {
  private readonly lines: FixedArray<Line, typeof HISTORY_MAX> = zeroed();
  /** Lines kept. */
  count: u32 = 0;
  private next: u32 = 0;

  add(line: Line): void {
    if (line.length === 0 || (this.count > 0 && sameText(this.recent(1), line))) {
      return;
    }
    this.lines[this.next].set(line);
    this.next = (this.next + 1) % HISTORY_MAX;
    this.count = this.count < HISTORY_MAX ? this.count + 1 : HISTORY_MAX;
  }

  /** The line entered `age` lines ago: 1 is the last, `count` the oldest. */
  recent(age: u32): Line {
    return this.lines[(this.next + HISTORY_MAX - age) % HISTORY_MAX];
  }

  /** The age of the youngest line, at least `age` old, that contains `part`; NOT_FOUND when there is none. */
  find(part: Line, age: u32): u32 {
    for (let one: u32 = age; one <= this.count; one++) {
      if (containsText(this.recent(one), part)) {
        return one;
      }
    }
    return NOT_FOUND;
  }
}
