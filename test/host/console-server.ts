/** The pure parts of the console server: its queue against a model, text cells in memory, code page, bytes in messages. */
import { makeCell } from "../../lib/console/cell.ts";
import { codePage437 } from "../../lib/console/code-page.ts";
import { putCharacter, startGrid, type TextGrid } from "../../lib/console/grid.ts";
import { drawTextCells } from "../../lib/console/text-cells.ts";
import { messageByte, packMessage } from "../../lib/proto/message-bytes.ts";
import type { InputQueue } from "../../servers/console/input-queue.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const SEED: u32 = 0xc0_50_1e;
const ROUNDS: u32 = 100_000;
const QUEUE_BYTES: u32 = 256;
const CELLS = 12;

const random: Random = zeroed();
const queue: InputQueue = zeroed();
const grid: TextGrid = zeroed();
const cells: FixedArray<u32, typeof CELLS> = zeroed();
const shown: FixedArray<u32, typeof CELLS> = zeroed();
const memory: FixedArray<u16, typeof CELLS> = zeroed();

/** Bytes are numbered as they are put: the model is two numbers. */
function testQueue(): void {
  let put: u32 = 0;
  let taken: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const full: bool = put - taken === QUEUE_BYTES;
    if (randomBelow(random, 1000) < (((round / 2000) & 1) === 0 ? 600 : 400)) {
      const lost: u32 = queue.lost;
      queue.put(u8(put));
      checkEqual(queue.lost - lost, full ? 1 : 0, "a full queue counts what it loses");
      put += full ? 0 : 1;
    } else if (put !== taken) {
      checkEqual(u32(queue.take()), taken & 0xff, "bytes come in their order");
      taken += 1;
    } else {
      checkEqual(u32(queue.take()), 0, "an empty queue gives nothing");
    }
    check(queue.isEmpty() === (put === taken), "it knows when it is empty");
  }
}

function testTextCells(): void {
  check(startGrid(grid, 4, 3, spanOf(cells), spanOf(shown)), "a small grid");
  grid.cursorVisible = false;
  checkEqual(drawTextCells(grid, spanOf(memory)), CELLS, "all cells are drawn the first time");
  checkEqual(u32(memory[0]), 0x0720, "a space, light grey on black");
  grid.foreground = 1;
  grid.background = 4;
  putCharacter(grid, 0xe4);
  checkEqual(drawTextCells(grid, spanOf(memory)), 1, "then those that changed");
  checkEqual(u32(memory[0]), 0x1484, "red on blue, in the VGA's order of colours");
  checkEqual(grid.shown[0], makeCell(0xe4, 1, 4), "what is shown is remembered");
  checkEqual(drawTextCells(grid, spanOf(memory)), 0, "and nothing is drawn twice");
  grid.cursorVisible = true;
  checkEqual(drawTextCells(grid, spanOf(memory)), 1, "the cursor");
  checkEqual(u32(memory[1]), 0x7020, "is a cell with its colours exchanged");
}

function testCodePage(): void {
  checkEqual(codePage437(0x41), 0x41, "a letter");
  checkEqual(codePage437(0x2588), 0xdb, "a full block");
  checkEqual(codePage437(0x2500), 0xc4, "a line");
  checkEqual(codePage437(0xff), 0x98, "ÿ");
  checkEqual(codePage437(0xa9), 0x3f, "what the code page does not have");
  checkEqual(codePage437(0x07), 0x3f, "a control character");
}

function testMessages(): void {
  const words: SystemWords = zeroed();
  checkEqual(packMessage(bytesOf("abcdefghijklmn"), 0, words), 12, "twelve bytes go into a message");
  checkEqual(words.word1, 0x6463_6261, "the lowest first");
  checkEqual(u32(messageByte(words, 11)), 0x6c, "the last of them");
  checkEqual(packMessage(bytesOf("abcdefghijklmn"), 12, words), 2, "then the rest");
  checkEqual(u32(messageByte(words, 1)), 0x6e, "its last");
  checkEqual(u32(messageByte(words, 2)), 0, "and zero bytes behind");
  checkEqual(packMessage(bytesOf("abc"), 3, words), 0, "nothing is left");
}

export function main(): i32 {
  startRandom(random, SEED);
  testQueue();
  testTextCells();
  testCodePage();
  testMessages();
  return finish("console-server");
}
