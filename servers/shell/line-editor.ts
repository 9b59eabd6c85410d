/**
 * The line editor: takes bytes as they are typed, answers when a line is complete, and shows the line on a terminal by
 * sequences that lib/console and every serial terminal know. Lines longer than the screen are shown in part, around the
 * cursor. It never waits and never reads; whoever owns it does. Pure.
 */
import { encodeCharacter } from "../../lib/core/characters.ts";
import { type Candidates, type Completion, complete, matching } from "./completion.ts";
import { type History, NOT_FOUND } from "./history.ts";
import { EditKey, type Input } from "./input.ts";
import type { Line } from "./line.ts";

/** A full line in UTF-8: three bytes a character. */
export const LINE_BYTES = 600;
/** The most that is written at once: the line, the prompt and a few sequences. */
const OUTPUT_BYTES = 1024;
/** Candidates that are listed at most; more are only counted. */
const LISTED_MAX: u32 = 40;
const SPACE: u16 = 0x20;

/** Where the editor writes. */
export type Writer = (bytes: Span<u8>) => void;

export enum Outcome {
  /** Go on. */
  EDITING = 0,
  /** `text` is the line. */
  LINE = 1,
  /** Ctrl-C: the line was given up. */
  INTERRUPTED = 2,
  /** Ctrl-D on an empty line. */
  END_OF_INPUT = 3,
}

export class LineEditor {
  readonly line: Line = zeroed();
  readonly history: History = zeroed();
  /** At least 20. */
  columns: u32 = 0;
  prompt: string = "";
  private readonly input: Input = zeroed();
  /** The line that was being written when the history was entered. */
  private readonly own: Line = zeroed();
  private readonly cut: Line = zeroed();
  private readonly sought: Line = zeroed();
  /** 0 is the line itself, else how many lines ago. */
  private age: u32 = 0;
  private searching: bool = false;
  private readonly completion: Completion = zeroed();
  private readonly bytes: FixedArray<u8, typeof LINE_BYTES> = zeroed();
  private bytesUsed: u32 = 0;
  private readonly output: FixedArray<u8, typeof OUTPUT_BYTES> = zeroed();
  private outputUsed: u32 = 0;

  /** Begins a line: shows the prompt. */
  begin(prompt: string, columns: u32, write: Writer): void {
    this.prompt = prompt;
    this.columns = columns;
    this.line.clear();
    this.own.clear();
    this.age = 0;
    this.searching = false;
    this.show(write);
  }

  /**
   * Takes a byte. After LINE, text() is the line and begin() starts the next one. A byte that completes more than one
   * key (a broken UTF-8 sequence and Enter) ends with the first that ends the line.
   */
  take(byte: u8, candidates: Candidates, write: Writer): Outcome {
    const count: u32 = this.input.take(byte);
    for (let i: u32 = 0; i < count; i++) {
      const key: EditKey = this.input.key(i);
      const outcome: Outcome = this.takeKey(key, candidates, write);
      if (outcome !== Outcome.EDITING) {
        return outcome;
      }
    }
    return Outcome.EDITING;
  }

  /** The line as UTF-8; good until the next key. */
  text(): Span<u8> {
    this.encode(0, this.line.length);
    return subSpan(spanOf(this.bytes), 0, this.bytesUsed);
  }

  private takeKey(key: EditKey, candidates: Candidates, write: Writer): Outcome {
    if (key === EditKey.NONE) {
      return Outcome.EDITING;
    }
    if (this.searching && this.search(key, write)) {
      return Outcome.EDITING;
    }
    switch (key) {
      case EditKey.ENTER:
        return this.finish(write);
      case EditKey.INTERRUPT:
        this.line.clear();
        this.leave("^C\r\n", write);
        return Outcome.INTERRUPTED;
      case EditKey.END_OF_INPUT:
        if (this.line.length === 0) {
          this.leave("\r\n", write);
          return Outcome.END_OF_INPUT;
        }
        this.line.remove(this.line.cursor, this.line.cursor + 1);
        break;
      case EditKey.COMPLETE:
        this.completeWord(candidates, write);
        break;
      case EditKey.SEARCH:
        this.searching = true;
        this.sought.clear();
        this.own.set(this.line);
        this.age = 0;
        break;
      default:
        if (!this.edit(key)) {
          this.move(key);
        }
    }
    this.show(write);
    return Outcome.EDITING;
  }

  /** Keys that change the line. False: it was none of them. */
  private edit(key: EditKey): bool {
    const line = this.line;
    switch (key) {
      case EditKey.CHARACTER:
        line.insert(u16(this.input.character));
        return true;
      case EditKey.DELETE_LEFT:
        line.remove(line.cursor, line.cursor > 0 ? line.cursor - 1 : 0);
        return true;
      case EditKey.DELETE_RIGHT:
        line.remove(line.cursor, line.cursor + 1);
        return true;
      case EditKey.DELETE_WORD_LEFT:
        this.cutOut(line.wordLeft());
        return true;
      case EditKey.DELETE_WORD_RIGHT:
        this.cutOut(line.wordRight());
        return true;
      case EditKey.DELETE_TO_START:
        this.cutOut(0);
        return true;
      case EditKey.DELETE_TO_END:
        this.cutOut(line.length);
        return true;
      case EditKey.PASTE:
        for (let i: u32 = 0; i < this.cut.length; i++) {
          line.insert(this.cut.characters[i]);
        }
        return true;
      case EditKey.EXCHANGE:
        line.exchange();
        return true;
      default:
        return false;
    }
  }

  /** Removes what lies between the cursor and a place, and keeps it for PASTE. */
  private cutOut(place: u32): void {
    const line = this.line;
    const start: u32 = place < line.cursor ? place : line.cursor;
    const end: u32 = place < line.cursor ? line.cursor : place;
    if (start === end) {
      return;
    }
    this.cut.clear();
    for (let i: u32 = start; i < end; i++) {
      this.cut.insert(line.characters[i]);
    }
    line.remove(start, end);
  }

  private move(key: EditKey): void {
    const line = this.line;
    switch (key) {
      case EditKey.LEFT:
        line.cursor = line.cursor > 0 ? line.cursor - 1 : 0;
        return;
      case EditKey.RIGHT:
        line.cursor = line.cursor < line.length ? line.cursor + 1 : line.length;
        return;
      case EditKey.HOME:
        line.cursor = 0;
        return;
      case EditKey.END:
        line.cursor = line.length;
        return;
      case EditKey.WORD_LEFT:
        line.cursor = line.wordLeft();
        return;
      case EditKey.WORD_RIGHT:
        line.cursor = line.wordRight();
        return;
      case EditKey.UP:
        this.recall(this.age + 1);
        return;
      case EditKey.DOWN:
        this.recall(this.age > 0 ? this.age - 1 : 0);
        return;
      default:
    }
  }

  private recall(age: u32): void {
    if (age > this.history.count || age === this.age) {
      return;
    }
    if (this.age === 0) {
      this.own.set(this.line);
    }
    this.age = age;
    this.line.set(age === 0 ? this.own : this.history.recent(age));
  }

  /** A key while searching. False: the search is over and the key means what it always does. */
  private search(key: EditKey, write: Writer): bool {
    switch (key) {
      case EditKey.CHARACTER:
        this.sought.insert(u16(this.input.character));
        this.seek(this.age === 0 ? 1 : this.age);
        break;
      case EditKey.DELETE_LEFT:
        this.sought.remove(this.sought.length, this.sought.length > 0 ? this.sought.length - 1 : 0);
        this.seek(1);
        break;
      case EditKey.SEARCH:
        this.seek(this.age + 1);
        break;
      case EditKey.CANCEL:
        this.searching = false;
        this.age = 0;
        this.line.set(this.own);
        break;
      default:
        this.searching = false;
        return false;
    }
    this.show(write);
    return true;
  }

  private seek(age: u32): void {
    const found: u32 = this.sought.length === 0 ? NOT_FOUND : this.history.find(this.sought, age);
    if (found !== NOT_FOUND) {
      this.age = found;
      this.line.set(this.history.recent(found));
    }
  }

  private finish(write: Writer): Outcome {
    this.line.cursor = this.line.length;
    this.show(write);
    this.leave("\r\n", write);
    this.history.add(this.line);
    return Outcome.LINE;
  }

  private leave(text: string, write: Writer): void {
    this.searching = false;
    this.age = 0;
    write(bytesOf(text));
  }

  /** Completes the word before the cursor; lists the candidates when there is nothing more to add. */
  private completeWord(candidates: Candidates, write: Writer): void {
    const line = this.line;
    const end: u32 = line.cursor;
    const start: u32 = end > 0 && line.characters[end - 1] !== SPACE ? line.wordLeft() : end;
    this.encode(start, end);
    const word: string = stringOf(subSpan(spanOf(this.bytes), 0, this.bytesUsed));
    const words: u32 = this.wordsBefore(start);
    complete(candidates, words, word, this.completion);
    if (this.completion.count > 1 && this.completion.common === word.length) {
      this.list(candidates, words, word, write);
      return;
    }
    for (let i: u32 = word.length; i < this.completion.common; i++) {
      line.insert(u16(this.completion.word.charCodeAt(i)));
    }
    if (this.completion.count === 1) {
      line.insert(SPACE);
    }
  }

  private wordsBefore(place: u32): u32 {
    let words: u32 = 0;
    for (let i: u32 = 0; i < place; i++) {
      const starts: bool =
        this.line.characters[i] !== SPACE && (i === 0 || this.line.characters[i - 1] === SPACE);
      words += starts ? 1 : 0;
    }
    return words;
  }

  private list(candidates: Candidates, words: u32, word: string, write: Writer): void {
    write(bytesOf("\r\n"));
    for (let i: u32 = 0; i < this.completion.count && i < LISTED_MAX; i++) {
      write(bytesOf(matching(candidates, words, word, i)));
      write(bytesOf("  "));
    }
    write(bytesOf(this.completion.count > LISTED_MAX ? "…\r\n" : "\r\n"));
  }

  /** Writes characters `start` to below `end` of the line into `bytes`. */
  private encode(start: u32, end: u32): void {
    this.bytesUsed = 0;
    for (let i: u32 = start; i < end; i++) {
      const room = subSpan(spanOf(this.bytes), this.bytesUsed, 3);
      this.bytesUsed += encodeCharacter(u32(this.line.characters[i]), room);
    }
  }

  /** Shows prompt, line and cursor, from the first column of the row that the cursor is in. */
  private show(write: Writer): void {
    this.outputUsed = 0;
    this.out("\r");
    const promptColumns: u32 = this.showPrompt();
    const room: u32 = this.columns > promptColumns + 2 ? this.columns - promptColumns - 1 : 1;
    const first: u32 = this.line.cursor >= room ? this.line.cursor - room + 1 : 0;
    const end: u32 = this.line.length < first + room ? this.line.length : first + room;
    this.encode(first, end);
    this.out(stringOf(subSpan(spanOf(this.bytes), 0, this.bytesUsed)));
    this.out("\x1b[K\r");
    const column: u32 = promptColumns + this.line.cursor - first;
    if (column > 0) {
      const digits: FixedArray<u8, 16> = zeroed();
      this.out(format(spanOf(digits), `\x1b[${column}C`));
    }
    write(subSpan(spanOf(this.output), 0, this.outputUsed));
  }

  /** The prompt, or what is sought; answers its columns. What is sought is shown as far as there is room. */
  private showPrompt(): u32 {
    if (!this.searching) {
      this.out(this.prompt);
      return this.prompt.length;
    }
    const shown: u32 = this.sought.length < 20 ? this.sought.length : 20;
    this.out("search ");
    for (let i: u32 = 0; i < shown; i++) {
      const room: FixedArray<u8, 4> = zeroed();
      const length: u32 = encodeCharacter(u32(this.sought.characters[i]), spanOf(room));
      this.out(stringOf(subSpan(spanOf(room), 0, length)));
    }
    this.out(": ");
    return shown + 9;
  }

  private out(text: string): void {
    for (let i: u32 = 0; i < text.length && this.outputUsed < OUTPUT_BYTES; i++) {
      this.output[this.outputUsed] = text.charCodeAt(i);
      this.outputUsed += 1;
    }
  }
}
