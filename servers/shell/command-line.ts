/**
 * A line cut into words. Spaces separate; single quotes keep everything, double quotes everything but `\` and `"`; a
 * backslash keeps the next character; `#` at the start of a word begins a comment. The words lie in `bytes`, none
 * reaches into the line itself. Pure.
 */
export const WORDS_MAX = 16;
export const COMMAND_BYTES = 800;

const SPACE: u8 = 0x20;
const TAB: u8 = 0x09;
const QUOTE: u8 = 0x27;
const DOUBLE_QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const HASH: u8 = 0x23;
const NO_QUOTE: u8 = 0;

export enum CommandError {
  NONE = 0,
  OPEN_QUOTE = 1,
  TOO_MANY_WORDS = 2,
  TOO_LONG = 3,
  /** A backslash is the last character. */
  NOTHING_BEHIND_BACKSLASH = 4,
}

export class CommandLine {
  private readonly bytes: FixedArray<u8, typeof COMMAND_BYTES> = zeroed();
  private readonly starts: FixedArray<u32, typeof WORDS_MAX> = zeroed();
  private readonly lengths: FixedArray<u32, typeof WORDS_MAX> = zeroed();
  private used: u32 = 0;
  private quote: u8 = 0;
  private inWord: bool = false;
  private escaped: bool = false;
  private failure: CommandError = CommandError.NONE;
  /** Words found; 0 after an error. */
  count: u32 = 0;

  /** Word number `index`, "" beyond the last. It is good until the next parse. */
  word(index: u32): string {
    if (index >= this.count) {
      return "";
    }
    return stringOf(subSpan(spanOf(this.bytes), this.starts[index], this.lengths[index]));
  }

  /** Cuts a line (UTF-8) into words. */
  parse(line: Span<u8>): CommandError {
    this.count = 0;
    this.used = 0;
    this.quote = NO_QUOTE;
    this.inWord = false;
    this.escaped = false;
    this.failure = CommandError.NONE;
    let place: u32 = 0;
    while (place < line.length && this.failure === CommandError.NONE && !this.isComment(line[place])) {
      this.take(line[place]);
      place += 1;
    }
    if (this.failure === CommandError.NONE && this.quote !== NO_QUOTE) {
      this.failure = CommandError.OPEN_QUOTE;
    } else if (this.failure === CommandError.NONE && this.escaped) {
      this.failure = CommandError.NOTHING_BEHIND_BACKSLASH;
    }
    if (this.failure !== CommandError.NONE) {
      this.count = 0;
    }
    return this.failure;
  }

  private isComment(byte: u8): bool {
    return byte === HASH && !this.inWord && this.quote === NO_QUOTE && !this.escaped;
  }

  private take(byte: u8): void {
    if (this.escaped) {
      this.escaped = false;
      this.add(byte);
    } else if (byte === BACKSLASH && this.quote !== QUOTE) {
      this.escaped = true;
      this.openWord();
    } else if (this.quote !== NO_QUOTE) {
      if (byte === this.quote) {
        this.quote = NO_QUOTE;
      } else {
        this.add(byte);
      }
    } else if (byte === QUOTE || byte === DOUBLE_QUOTE) {
      this.quote = byte;
      this.openWord();
    } else if (byte === SPACE || byte === TAB) {
      this.inWord = false;
    } else {
      this.add(byte);
    }
  }

  private openWord(): void {
    if (this.inWord) {
      return;
    }
    if (this.count === WORDS_MAX) {
      this.failure = CommandError.TOO_MANY_WORDS;
      return;
    }
    this.starts[this.count] = this.used;
    this.lengths[this.count] = 0;
    this.count += 1;
    this.inWord = true;
  }

  private add(byte: u8): void {
    this.openWord();
    if (this.failure !== CommandError.NONE) {
      return;
    }
    if (this.used === COMMAND_BYTES) {
      this.failure = CommandError.TOO_LONG;
      return;
    }
    this.bytes[this.used] = byte;
    this.used += 1;
    this.lengths[this.count - 1] += 1;
  }
}

/** One line for a person. */
export function commandErrorText(error: CommandError): string {
  switch (error) {
    case CommandError.NONE:
      return "";
    case CommandError.OPEN_QUOTE:
      return "a quote is not closed";
    case CommandError.TOO_MANY_WORDS:
      return "more than 16 words";
    case CommandError.TOO_LONG:
      return "the line is too long";
    case CommandError.NOTHING_BEHIND_BACKSLASH:
      return "nothing behind the backslash";
  }
}
