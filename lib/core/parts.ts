/** Texts that stand in one, which takes fewer bytes than a switch over them. */

const BAR: u8 = 0x7c;

/** Part number `number`, from 0 on, of a text whose parts have a bar between them; empty when there are not so many. */
export function nthPart(text: string, number: u32): string {
  const bytes = bytesOf(text);
  let part: u32 = 0;
  let start: u32 = 0;
  for (let at: u32 = 0; at < bytes.length; at++) {
    if (bytes[at] === BAR) {
      if (part === number) {
        return stringOf(subSpan(bytes, start, at - start));
      }
      part++;
      start = at + 1;
    }
  }
  return part === number ? stringOf(subSpan(bytes, start, bytes.length - start)) : "";
}
