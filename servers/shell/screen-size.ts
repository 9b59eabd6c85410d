/** Reads `1024x768` and `1024x768x32`. Pure. */
const LETTER_X: u8 = 0x78;
const PARTS = 3;
const PART_MAX: u32 = 99_999;

export class ScreenSize {
  width: u32 = 0;
  height: u32 = 0;
  /** 0 where none is said. */
  depth: u32 = 0;
}

/** False for everything else: other letters, empty or absurd numbers, zeros, too few or too many parts. */
export function readSize(word: string, into: ScreenSize): bool {
  const parts: FixedArray<u32, typeof PARTS> = zeroed();
  let part: u32 = 0;
  let digits: u32 = 0;
  for (let i: u32 = 0; i < word.length; i++) {
    const letter: u8 = word.charCodeAt(i);
    if (letter === LETTER_X && digits !== 0 && part + 1 < PARTS) {
      part += 1;
      digits = 0;
    } else if (letter >= 0x30 && letter <= 0x39 && parts[part] <= PART_MAX / 10) {
      parts[part] = parts[part] * 10 + u32(letter - 0x30);
      digits += 1;
    } else {
      return false;
    }
  }
  into.width = parts[0];
  into.height = parts[1];
  into.depth = parts[2];
  const named: bool = part < 2 || into.depth !== 0;
  return part !== 0 && digits !== 0 && into.width !== 0 && into.height !== 0 && named;
}
