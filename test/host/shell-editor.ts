/** The line editor, key by key, and with random keys against a model: two stacks, before and behind the cursor. */

import { cellCharacter } from "../../lib/console/cell.ts";
import { startGrid } from "../../lib/console/grid.ts";
import type { Terminal } from "../../lib/console/terminal.ts";
import { LINE_MAX } from "../../servers/shell/line.ts";
import { type LineEditor, Outcome } from "../../servers/shell/line-editor.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const SEED: u32 = 0x0ed1_7041;
const ROUNDS: u32 = 60_000;
const NOISE_ROUNDS: u32 = 200_000;
const SHOWN_MAX = 4096;
const COLUMNS: u32 = 30;
const KEYS = 12;
/** Two rows of COLUMNS. */
const CELLS = 60;

const editor: LineEditor = zeroed();
const shown: FixedArray<u8, typeof SHOWN_MAX> = zeroed();
const random: Random = zeroed();
const before: FixedArray<u16, typeof LINE_MAX> = zeroed();
const behind: FixedArray<u16, typeof LINE_MAX> = zeroed();
const terminal: Terminal = zeroed();
const cells: FixedArray<u32, typeof CELLS> = zeroed();
const cellsShown: FixedArray<u32, typeof CELLS> = zeroed();
let beforeCount: u32 = 0;
let behindCount: u32 = 0;
let shownUsed: u32 = 0;

function show(bytes: Span<u8>): void {
  terminal.write(bytes);
  for (const byte of bytes) {
    if (shownUsed < SHOWN_MAX) {
      shown[shownUsed] = byte;
      shownUsed += 1;
    }
  }
}

function candidates(words: u32, index: u32): string {
  if (words === 0) {
    return index === 0 ? "help" : index === 1 ? "tasks" : index === 2 ? "trace" : index === 3 ? "trap" : "";
  }
  return index === 0 ? "vmm-demand" : "";
}

/** Types a text into a new line. Answers how the last byte ended. */
function type(text: string): Outcome {
  editor.begin("> ", COLUMNS, show);
  return typeOn(text);
}

function typeOn(text: string): Outcome {
  let outcome: Outcome = Outcome.EDITING;
  for (let i: u32 = 0; i < text.length; i++) {
    shownUsed = 0;
    outcome = editor.take(text.charCodeAt(i), candidates, show);
  }
  return outcome;
}

function expectLine(keys: string, expected: string, cursor: u32): void {
  type(keys);
  check(stringOf(editor.text()) === expected, expected);
  checkEqual(editor.line.cursor, cursor, expected);
}

function testKeys(): void {
  expectLine("hello", "hello", 5);
  expectLine("hllo\x1b[D\x1b[D\x1b[De", "hello", 2);
  expectLine("b\x01a\x05c", "abc", 3);
  expectLine("abc\x7f\x08d", "ad", 2);
  expectLine("abc\x1b[H\x1b[3~\x04", "c", 0);
  expectLine("abc\x02\x02\x06x", "abxc", 3);
  expectLine("one two  three\x1bb\x1bbX", "one Xtwo  three", 5);
  expectLine("one two\x01\x1bf\x1b[1;5CX", "one twoX", 8);
  expectLine("one two\x1b[1;5DX", "one Xtwo", 5);
  expectLine("one two  \x17", "one ", 4);
  expectLine("one two\x01\x1bd", " two", 0);
  expectLine("one two\x1bb\x0b", "one ", 4);
  expectLine("one two\x1bb\x15", "two", 0);
  expectLine("one two\x17\x01\x19 ", "two one ", 4);
  expectLine("ab\x14", "ba", 2);
  expectLine("ab\x02\x14", "ba", 2);
  expectLine("a\x14", "a", 1);
  expectLine("a\x1bOHb\x1bOFc", "bac", 3);
  expectLine("a\x1b[1~b\x1b[4~c\x1b[7~d\x1b[8~e", "dbace", 5);
  expectLine("a\x1b[99;99Xb\x1b[200~c\x1bzd\x1b\x1bb", "abcd", 0);
  expectLine("\x02\x7f\x1b[3~\x17\x1bd\x0b\x15\x06\x14\x1b[A\x1b[B", "", 0);
  expectLine("Gr\u00fc\u00dfe\x7f\x7f", "Gr\u00fc", 3);
}

function testLatin(): void {
  type("a");
  editor.take(0xe4, candidates, show);
  editor.take(0x62, candidates, show);
  check(stringOf(editor.text()) === "a\u00e4b", "Latin-1");
}

function testOutcomes(): void {
  check(type("ab\r") === Outcome.LINE, "return");
  check(stringOf(editor.text()) === "ab", "the line stays");
  check(type("ab\n") === Outcome.LINE, "line feed");
  check(type("ab\x03") === Outcome.INTERRUPTED, "interrupted");
  check(type("\x04") === Outcome.END_OF_INPUT, "end of input");
  check(type("a\x04") === Outcome.EDITING, "not the end of input");
}

function testHistory(): void {
  type("first\r");
  type("second\r");
  type("second\r");
  type("\r");
  expectLine("\x1b[A", "second", 6);
  expectLine("\x1b[A\x1b[A", "first", 5);
  expectLine("own\x10\x10\x0e\x0e", "own", 3);
  expectLine("\x12fir", "first", 5);
  expectLine("\x12s", "second", 6);
  expectLine("\x12s\x12", "first", 5);
  expectLine("own\x12fir\x07", "own", 3);
  expectLine("own\x12zzz", "own", 3);
  expectLine("\x12fix\x7fr\x01X", "Xfirst", 1);
  for (let i: u32 = 0; i < 40; i++) {
    type(i % 2 === 0 ? "even\r" : "odd\r");
  }
  checkEqual(editor.history.count, 32, "lines kept");
  expectLine("\x12fir", "", 0);
}

function expectShown(expected: string): void {
  check(stringOf(subSpan(spanOf(shown), 0, shownUsed)) === expected, expected);
}

function testCompletion(): void {
  expectLine("h\t", "help ", 5);
  expectLine("t\t", "t", 1);
  expectShown("\r\ntasks  trace  trap  \r\n\r> t\x1b[K\r\x1b[3C");
  expectLine("tr\t", "tra", 3);
  expectLine("x\t", "x", 1);
  expectLine("help vm\t", "help vmm-demand ", 16);
  expectLine("help \t", "help vmm-demand ", 16);
  expectLine("p\x01hel\t", "help p", 5);
}

function testShown(): void {
  type("ab\x1b[D");
  expectShown("\r> ab\x1b[K\r\x1b[3C");
  type("0123456789012345678901234567890123456789");
  expectShown("\r> 45678901234567890123456789\x1b[K\r\x1b[28C");
}

function testLong(): void {
  type("");
  for (let i: u32 = 0; i < LINE_MAX + 50; i++) {
    typeOn("x");
  }
  checkEqual(editor.line.length, LINE_MAX, "as long as can be");
  typeOn("\x01y\x05\x7f\x01y");
  checkEqual(editor.line.length, LINE_MAX, "one out, one in");
  checkEqual(u32(editor.line.characters[0]), 0x79, "at the start");
}

const KEY_BYTES: FixedArray<string, typeof KEYS> = arrayOf(
  "a",
  " ",
  "\u00fc",
  "\x1b[D",
  "\x06",
  "\x01",
  "\x05",
  "\x7f",
  "\x1b[3~",
  "\x15",
  "\x0b",
  "\x1bb",
);

function moveLeft(): void {
  if (beforeCount > 0) {
    beforeCount -= 1;
    behind[behindCount] = before[beforeCount];
    behindCount += 1;
  }
}

function moveRight(): void {
  if (behindCount > 0) {
    behindCount -= 1;
    before[beforeCount] = behind[behindCount];
    beforeCount += 1;
  }
}

function modelInsert(character: u16): void {
  if (beforeCount + behindCount < LINE_MAX) {
    before[beforeCount] = character;
    beforeCount += 1;
  }
}

function modelWordLeft(): void {
  while (beforeCount > 0 && before[beforeCount - 1] === 0x20) {
    moveLeft();
  }
  while (beforeCount > 0 && before[beforeCount - 1] !== 0x20) {
    moveLeft();
  }
}

function modelKey(key: u32): void {
  switch (key) {
    case 0:
      modelInsert(0x61);
      return;
    case 1:
      modelInsert(0x20);
      return;
    case 2:
      modelInsert(0xfc);
      return;
    case 3:
      moveLeft();
      return;
    case 4:
      moveRight();
      return;
    case 5:
      while (beforeCount > 0) {
        moveLeft();
      }
      return;
    case 6:
      while (behindCount > 0) {
        moveRight();
      }
      return;
    case 7:
      beforeCount -= beforeCount > 0 ? 1 : 0;
      return;
    case 8:
      behindCount -= behindCount > 0 ? 1 : 0;
      return;
    case 9:
      beforeCount = 0;
      return;
    case 10:
      behindCount = 0;
      return;
    default:
      modelWordLeft();
  }
}

function sameAsModel(): bool {
  if (editor.line.cursor !== beforeCount || editor.line.length !== beforeCount + behindCount) {
    return false;
  }
  for (let i: u32 = 0; i < beforeCount; i++) {
    if (editor.line.characters[i] !== before[i]) {
      return false;
    }
  }
  for (let i: u32 = 0; i < behindCount; i++) {
    if (editor.line.characters[beforeCount + i] !== behind[behindCount - 1 - i]) {
      return false;
    }
  }
  return true;
}

/** Mostly letters, so that the line gets full now and then; cutting keys are rare. */
function randomKey(): u32 {
  const number: u32 = randomBelow(random, 200);
  return number < 90 ? number % 3 : number < 196 ? 3 + (number % 6) : 9 + (number % 3);
}

/** The character before the cursor is shown before the terminal's cursor, the one behind it behind; nothing wraps. */
function isShown(): bool {
  const grid = terminal.grid;
  const left: bool = beforeCount === 0 || shownAt(grid.column - 1) === before[beforeCount - 1];
  const right: bool = shownAt(grid.column) === (behindCount === 0 ? 0x20 : behind[behindCount - 1]);
  return grid.row === 0 && left && right && shownAt(0) === 0x3e && shownAt(COLUMNS) === 0x20;
}

function shownAt(index: u32): u32 {
  return cellCharacter(cells[index]);
}

function startScreen(): void {
  check(startGrid(terminal.grid, COLUMNS, 2, spanOf(cells), spanOf(cellsShown)), "a screen");
  terminal.reset();
}

function testModel(): void {
  startScreen();
  type("");
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const key: u32 = randomKey();
    typeOn(KEY_BYTES[key]);
    modelKey(key);
    check(sameAsModel(), "as the model");
    check(isShown(), "shown as it is");
  }
}

/** Any bytes: the editor stays within its bounds. */
function testNoise(): void {
  type("");
  for (let round: u32 = 0; round < NOISE_ROUNDS && !hasFailed(); round++) {
    shownUsed = 0;
    const byte: u8 = u8(randomBelow(random, 3) === 0 ? randomBelow(random, 256) : randomBelow(random, 0x60));
    const outcome: Outcome = editor.take(byte, candidates, show);
    check(editor.line.cursor <= editor.line.length && editor.line.length <= LINE_MAX, "in bounds");
    if (outcome !== Outcome.EDITING) {
      editor.begin("> ", COLUMNS, show);
    }
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  startScreen();
  testKeys();
  testLatin();
  testOutcomes();
  testHistory();
  testCompletion();
  testShown();
  testLong();
  testModel();
  testNoise();
  return finish("shell-editor");
}
