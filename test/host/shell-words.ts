/** The shell's pure rest: command lines, nearest words, tables; random lines stay in bounds. */
import { Align, characterCount, type Table } from "../../lib/core/table.ts";
import { type TextBuffer, textBytes } from "../../lib/core/text.ts";
import { CommandError, type CommandLine, commandErrorText } from "../../servers/shell/command-line.ts";
import { distance, FAR, nearest } from "../../servers/shell/nearest.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const SEED: u32 = 0x0000_8055;
const ROUNDS: u32 = 30_000;

const command: CommandLine = zeroed();
const table: Table = zeroed();
const text: TextBuffer = zeroed();
const random: Random = zeroed();
const noise: FixedArray<u8, 64> = zeroed();
const joined: FixedArray<u8, 256> = zeroed();
const first: FixedArray<u8, 8> = zeroed();
const second: FixedArray<u8, 8> = zeroed();

/** Expects the words of a line, each with `|` behind it. */
function expectWords(line: string, expected: string): void {
  check(command.parse(bytesOf(line)) === CommandError.NONE, line);
  let used: u32 = 0;
  for (let i: u32 = 0; i < command.count; i++) {
    used += format(subSpan(spanOf(joined), used, 256 - used), `${command.word(i)}|`).length;
  }
  check(stringOf(subSpan(spanOf(joined), 0, used)) === expected, expected);
}

function expectError(line: string, error: CommandError): void {
  check(command.parse(bytesOf(line)) === error, line);
  checkEqual(command.count, 0, line);
  check(command.word(0) === "", "no words after an error");
  check(commandErrorText(error).length > 0, "a text");
}

function testWords(): void {
  expectWords("", "");
  expectWords("  \t ", "");
  expectWords("help", "help|");
  expectWords(" grant  figure-1\tmemory 128 ", "grant|figure-1|memory|128|");
  expectWords("say 'two words' \"and two\"", "say|two words|and two|");
  expectWords("a'b c'\"d e\"f", "ab cd ef|");
  expectWords("'' \"\" x", "||x|");
  expectWords("a\\ b \\' \"\\\"\" '\\'", "a b|'|\"|\\|");
  expectWords("run a # the rest", "run|a|");
  expectWords("run a#b \\#c '#d'", "run|a#b|#c|#d|");
  expectWords("gr\u00fc\u00dfe", "gr\u00fc\u00dfe|");
  expectWords("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|");
  check(command.word(16) === "" && command.word(0xffff_ffff) === "", "beyond the last");
  expectError("'a", CommandError.OPEN_QUOTE);
  expectError('a "', CommandError.OPEN_QUOTE);
  expectError("a\\", CommandError.NOTHING_BEHIND_BACKSLASH);
  expectError("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", CommandError.TOO_MANY_WORDS);
  expectError("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 ''", CommandError.TOO_MANY_WORDS);
}

const SPECIAL: FixedArray<u8, 8> = arrayOf(0x20, 0x27, 0x22, 0x5c, 0x23, 0x61, 0xc3, 0x09);

/** Whatever comes: an error without words, or words that together are no longer than the line. */
function testNoise(): void {
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const length: u32 = randomBelow(random, 64);
    for (let i: u32 = 0; i < length; i++) {
      noise[i] = SPECIAL[randomBelow(random, 8)];
    }
    const error: CommandError = command.parse(subSpan(spanOf(noise), 0, length));
    let bytes: u32 = 0;
    for (let i: u32 = 0; i < command.count; i++) {
      bytes += command.word(i).length;
    }
    check(bytes <= length && (error === CommandError.NONE || command.count === 0), "words of the line");
  }
}

function commands(words: u32, index: u32): string {
  if (words !== 0) {
    return "";
  }
  switch (index) {
    case 0:
      return "help";
    case 1:
      return "tasks";
    case 2:
      return "memory";
    case 3:
      return "map";
    case 4:
      return "trace";
    default:
      return "";
  }
}

function testNearest(): void {
  checkEqual(distance("", ""), 0, "nothing");
  checkEqual(distance("abc", ""), 3, "deleted");
  checkEqual(distance("", "abc"), 3, "inserted");
  checkEqual(distance("kitten", "sitting"), 3, "kitten");
  checkEqual(distance("tarce", "trace"), 1, "exchanged");
  checkEqual(distance("ca", "abc"), 3, "exchanged once at most");
  checkEqual(distance("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a"), FAR, "too long");
  check(nearest(commands, 0, "tasls") === "tasks", "one wrong");
  check(nearest(commands, 0, "memroy") === "memory", "exchanged");
  check(nearest(commands, 0, "hlep") === "help", "exchanged");
  check(nearest(commands, 0, "mpa") === "map", "short");
  check(nearest(commands, 0, "reboot") === "", "nothing like it");
  check(nearest(commands, 0, "x") === "", "a letter is like nothing");
  check(nearest(commands, 1, "help") === "", "no candidates");
}

function randomWord(letters: Span<u8>): string {
  const length: u32 = randomBelow(random, 8);
  for (let i: u32 = 0; i < length; i++) {
    letters[i] = u8(0x61 + randomBelow(random, 3));
  }
  return stringOf(subSpan(letters, 0, length));
}

/** A distance: the same both ways, zero for the same alone, at least the difference of the lengths, at most the longer one. */
function testDistances(): void {
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const one: string = randomWord(spanOf(first));
    const other: string = randomWord(spanOf(second));
    const far: u32 = distance(one, other);
    const longer: u32 = one.length > other.length ? one.length : other.length;
    const shorter: u32 = one.length > other.length ? other.length : one.length;
    checkEqual(distance(other, one), far, "both ways");
    check((far === 0) === (one === other), "zero for the same");
    check(far >= longer - shorter && far <= longer, "between the bounds");
  }
}

function expectRow(expected: string): void {
  check(stringOf(textBytes(text)) === expected, expected);
}

function testTable(): void {
  check(table.addColumn("task", 8, Align.LEFT), "first");
  check(table.addColumn("pages", 6, Align.RIGHT), "second");
  check(table.addColumn("note", 2, Align.LEFT), "as wide as its title");
  table.titleRow(text);
  expectRow("task       pages  note");
  table.beginRow(text);
  table.cell(text, "acl");
  table.number(text, 42);
  table.cell(text, "x");
  table.cell(text, "left out");
  table.number(text, 7);
  expectRow("acl           42  x");
  table.beginRow(text);
  table.cell(text, "vmm-demand");
  table.number(text, 1234567);
  table.cell(text, "gr\u00fc\u00dfe");
  expectRow("vmm-dem~  ~~~~~~  gr\u00fc~");
  table.beginRow(text);
  table.cell(text, "\u00fcber");
  table.cell(text, "right");
  table.number(text, 1);
  expectRow("\u00fcber       right  1");
  check(!table.addColumn("", 0, Align.LEFT), "no width");
  check(!table.addColumn("x", 81, Align.LEFT), "wider than the screen");
  check(!table.addColumn("x", 0xffff_ffff, Align.LEFT), "much wider");
  check(!table.addColumn("x", 57, Align.LEFT), "one too many");
  check(table.addColumn("x", 56, Align.LEFT), "just as wide as the screen");
  table.titleRow(text);
  table.beginRow(text);
  for (let i: u32 = 0; i < 4; i++) {
    table.cell(text, "0123456789012345678901234567890123456789012345678901234567890123456789");
  }
  checkEqual(characterCount(stringOf(textBytes(text))), 80, "80 columns");
  table.clear();
  for (let i: u32 = 0; i < 12; i++) {
    check(table.addColumn("a", 1, Align.LEFT), "twelve");
  }
  check(!table.addColumn("a", 1, Align.LEFT), "not thirteen");
}

export function main(): i32 {
  startRandom(random, SEED);
  testWords();
  testNoise();
  testNearest();
  testDistances();
  testTable();
  return finish("shell-words");
}
