/**
 * Characters from bytes, one byte at a time: UTF-8 (RFC 3629, section 4), and Latin-1 for what is not UTF-8, so that no
 * byte is lost whichever of the two a terminal sends. Overlong forms, surrogates and codes beyond U+10FFFF are not UTF-8.
 * A Latin-1 letter that could begin a UTF-8 sequence is known only with the byte behind it. Pure.
 */
export const CHARACTERS_AT_ONCE_MAX = 4;
/** Bytes of the longest UTF-8 sequence. */
export const SEQUENCE_BYTES_MAX = 4;

const ASCII_END: u32 = 0x80;
const FIRST_LEAD: u32 = 0xc2;
const LEAD_OF_THREE: u32 = 0xe0;
const LEAD_OF_FOUR: u32 = 0xf0;
const LEADS_END: u32 = 0xf5;
const CONTINUATION_MASK: u32 = 0xc0;
const CONTINUATION: u32 = 0x80;
const CONTINUATION_BITS: u32 = 0x3f;
const THREE_BYTES_START: u32 = 0x800;
const FOUR_BYTES_START: u32 = 0x1_0000;
const CODES_END: u32 = 0x11_0000;
const SURROGATES_START: u32 = 0xd800;
const SURROGATES_END: u32 = 0xe000;

export class CharacterDecoder {
  /** What the last byte completed. */
  characters: FixedArray<u32, typeof CHARACTERS_AT_ONCE_MAX> = zeroed();
  private count: u32 = 0;
  /** A sequence that has begun. */
  private held: FixedArray<u8, typeof SEQUENCE_BYTES_MAX> = zeroed();
  private heldCount: u32 = 0;
  private expected: u32 = 0;

  /** Takes a byte. Answers how many of `characters` (0 to 4) are known by it. */
  take(byte: u8): u32 {
    this.count = 0;
    if (this.heldCount !== 0 && (byte & CONTINUATION_MASK) === CONTINUATION) {
      this.hold(byte);
      if (this.heldCount === this.expected) {
        this.finish();
      }
      return this.count;
    }
    this.giveHeld();
    if (byte < FIRST_LEAD || byte >= LEADS_END) {
      this.give(u32(byte));
    } else {
      this.expected = byte < LEAD_OF_THREE ? 2 : byte < LEAD_OF_FOUR ? 3 : 4;
      this.hold(byte);
    }
    return this.count;
  }

  private hold(byte: u8): void {
    this.held[this.heldCount] = byte;
    this.heldCount += 1;
  }

  private give(character: u32): void {
    this.characters[this.count] = character;
    this.count += 1;
  }

  /** The bytes held are no sequence: they are Latin-1. */
  private giveHeld(): void {
    for (let i: u32 = 0; i < this.heldCount; i++) {
      this.give(u32(this.held[i]));
    }
    this.heldCount = 0;
  }

  private finish(): void {
    const code: u32 = this.assemble();
    const start: u32 =
      this.expected === 2 ? ASCII_END : this.expected === 3 ? THREE_BYTES_START : FOUR_BYTES_START;
    const surrogate: bool = code >= SURROGATES_START && code < SURROGATES_END;
    if (code < start || code >= CODES_END || surrogate) {
      this.giveHeld();
      return;
    }
    this.heldCount = 0;
    this.give(code);
  }

  /** The bits of all bytes held; the lead has as many fewer as the sequence is longer. */
  private assemble(): u32 {
    let code: u32 = this.held[0] & (0x7f >>> (this.expected & 7));
    for (let i: u32 = 1; i < this.expected; i++) {
      code = (code << 6) | (this.held[i] & CONTINUATION_BITS);
    }
    return code;
  }
}

/** Writes a character (below U+110000) as UTF-8 into `bytes`, which has room for four. Answers how many it took. */
export function encodeCharacter(character: u32, bytes: Span<u8>): u32 {
  if (character < ASCII_END) {
    bytes[0] = u8(character);
    return 1;
  }
  const length: u32 = character < THREE_BYTES_START ? 2 : character < FOUR_BYTES_START ? 3 : 4;
  let rest: u32 = character;
  for (let place: u32 = length - 1; place > 0; place--) {
    bytes[place] = u8(CONTINUATION | (rest & CONTINUATION_BITS));
    rest = rest >>> 6;
  }
  bytes[0] = u8((0xf00 >>> (length & 7)) | rest);
  return length;
}
