/** Order statistics over a window of measured values. Pure; sorts in place (heap sort: no recursion, no worst case). */

function siftDown(values: Span<u32>, from: u32, end: u32): void {
  let root: u32 = from;
  while (root * 2 + 1 < end) {
    let child: u32 = root * 2 + 1;
    if (child + 1 < end && values[child] < values[child + 1]) {
      child += 1;
    }
    if (values[root] >= values[child]) {
      return;
    }
    const value: u32 = values[root];
    values[root] = values[child];
    values[child] = value;
    root = child;
  }
}

/** Sorts upwards. */
export function sortValues(values: Span<u32>): void {
  let start: u32 = values.length / 2;
  while (start > 0) {
    start -= 1;
    siftDown(values, start, values.length);
  }
  let end: u32 = values.length;
  while (end > 1) {
    end -= 1;
    const largest: u32 = values[0];
    values[0] = values[end];
    values[end] = largest;
    siftDown(values, 0, end);
  }
}

/** The middle value (the upper one of two) of sorted values; 0 of none. */
export function medianOfSorted(values: Span<u32>): u32 {
  return values.length === 0 ? 0 : values[values.length / 2];
}

/** The largest of sorted values; 0 of none. */
export function worstOfSorted(values: Span<u32>): u32 {
  return values.length === 0 ? 0 : values[values.length - 1];
}
