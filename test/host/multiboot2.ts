/** parseMultiboot2: one good block, and each way in which a loader's block is wrong. */
import { BOOT_MODULES_MAX, BootError, type BootInformation } from "../../kernel/boot/boot-information.ts";
import { parseMultiboot2 } from "../../kernel/boot/multiboot2.ts";
import { forgetInformation } from "./support/boot-information.ts";
import { clearBytes, putLong, putWord } from "./support/bytes.ts";
import { check, checkEqual, finish } from "./support/check.ts";
import {
  BLOCK,
  BLOCK_BYTES,
  END_TAG,
  MAP_TAG,
  MEMORY_BYTES,
  MODULE_TAG,
  NEW_ROOT_TAG,
  OLD_ROOT_TAG,
  PICTURE_TAG,
  putBlock2,
  putTag,
  SIZE_TAG,
  TEXT_TAG,
} from "./support/multiboot2-block.ts";

const storage: FixedArray<u8, typeof MEMORY_BYTES> = zeroed();
const information: BootInformation = zeroed();

function fresh(): Span<u8> {
  const memory = spanOf(storage);
  clearBytes(memory);
  putBlock2(memory);
  return memory;
}

function expect(error: BootError, name: string): void {
  forgetInformation(information);
  checkEqual(parseMultiboot2(spanOf(storage), BLOCK, information), error, name);
}

/** The good block with one word changed, `at` counting from its start. */
function expectWord(at: u32, value: u32, error: BootError, name: string): void {
  putWord(fresh(), BLOCK + at, value);
  expect(error, name);
}

function goodBlock(): void {
  fresh();
  expect(BootError.NONE, "good block");
  checkEqual(information.regionCount, 3, "regions");
  check(information.regions[1].start === 0x10_0000n, "start of a region");
  check(information.regions[1].bytes === 0x7f0_0000n && information.regions[1].usable, "its size and kind");
  check(!information.regions[2].usable, "ACPI memory is reserved");
  checkEqual(information.moduleCount, 1, "modules");
  checkEqual(information.modules[0].start, 0x8000, "start of a module");
  checkEqual(information.modules[0].bytes, 0x123, "its size: the end is exclusive");
  check(
    stringOf(subSpan(spanOf(information.commandLine), 0, information.commandLineBytes)) === "trace",
    "text",
  );
  checkEqual(information.informationStart, BLOCK, "start of the block");
  checkEqual(information.informationBytes, BLOCK_BYTES, "size of the block");
  checkEqual(information.rsdpBytes, 36, "the newer root pointer");
  checkEqual(u32(information.rsdp[15]), 2, "its revision");
  checkEqual(information.framebuffer.width, 1024, "frame buffer");
  check(information.framebuffer.address === 0x8_e000_0000n, "its address above 4 GiB");
}

function addresses(): void {
  const memory = fresh();
  forgetInformation(information);
  checkEqual(parseMultiboot2(memory, 0, information), BootError.BAD_ADDRESS, "address 0");
  checkEqual(parseMultiboot2(memory, BLOCK + 4, information), BootError.BAD_ADDRESS, "not aligned");
  checkEqual(parseMultiboot2(memory, MEMORY_BYTES, information), BootError.BAD_ADDRESS, "end of memory");
  checkEqual(parseMultiboot2(memory, 0xffff_fff8, information), BootError.BAD_ADDRESS, "last address");
  checkEqual(parseMultiboot2(subSpan(memory, 0, 0), BLOCK, information), BootError.BAD_ADDRESS, "no memory");
  const short = subSpan(memory, 0, BLOCK + BLOCK_BYTES - 1);
  checkEqual(parseMultiboot2(short, BLOCK, information), BootError.BAD_INFORMATION, "block leaves memory");
}

function blocks(): void {
  expectWord(0, 0, BootError.BAD_INFORMATION, "size 0");
  expectWord(0, 7, BootError.BAD_INFORMATION, "size below the head");
  expectWord(0, 8, BootError.NO_MEMORY_MAP, "no tags");
  expectWord(0, 0xffff_ffff, BootError.BAD_INFORMATION, "size wraps");
  expectWord(0, 0x10_0001, BootError.BAD_INFORMATION, "size absurd");
  expectWord(0, END_TAG, BootError.NONE, "no end tag");
  expectWord(TEXT_TAG + 4, 0, BootError.BAD_INFORMATION, "tag of size 0 does not hang");
  expectWord(TEXT_TAG + 4, 7, BootError.BAD_INFORMATION, "tag below its head");
  expectWord(TEXT_TAG + 4, BLOCK_BYTES, BootError.BAD_INFORMATION, "tag leaves the block");
  expectWord(TEXT_TAG + 4, 0xffff_ffff, BootError.BAD_INFORMATION, "tag size wraps");
  expectWord(
    0,
    TEXT_TAG + 14,
    BootError.NO_MEMORY_MAP,
    "block ends without padding: what follows is not read",
  );
  expectWord(TEXT_TAG, 99, BootError.NONE, "unknown tag");
  checkEqual(information.commandLineBytes, 0, "it is skipped");
  expectWord(TEXT_TAG, 0, BootError.NO_MEMORY_MAP, "end tag first");
}

function maps(): void {
  expectWord(MAP_TAG, 99, BootError.NONE, "sizes instead of a map");
  checkEqual(information.regionCount, 2, "two regions");
  check(information.regions[1].bytes === 0x7f0_0000n, "upper size");
  putWord(fresh(), BLOCK + SIZE_TAG, 99);
  putWord(spanOf(storage), BLOCK + MAP_TAG, 99);
  expect(BootError.NO_MEMORY_MAP, "neither map nor sizes");
  expectWord(MAP_TAG + 8, 0, BootError.BAD_MEMORY_MAP, "entries of size 0 do not hang");
  expectWord(MAP_TAG + 8, 16, BootError.BAD_MEMORY_MAP, "entries too small");
  expectWord(MAP_TAG + 8, 28, BootError.BAD_MEMORY_MAP, "entries of odd size");
  expectWord(MAP_TAG + 8, 0xffff_fff8, BootError.NONE, "entries larger than the map");
  expectWord(MAP_TAG + 8, 32, BootError.NONE, "larger entries of a later version");
  checkEqual(information.regionCount, 2, "two of them fit");
  putWord(fresh(), BLOCK + MAP_TAG + 4, 12);
  putTag(spanOf(storage), MAP_TAG + 16, 0, 8);
  expect(BootError.BAD_MEMORY_MAP, "map without its head");
  putLong(fresh(), BLOCK + MAP_TAG + 16 + 24 + 8, 0xffff_ffff_ffff_ffffn);
  expect(BootError.NONE, "usable entry that wraps");
  checkEqual(information.regionCount, 2, "is left out");
}

function modules(): void {
  expectWord(MODULE_TAG + 8, 0x8124, BootError.BAD_MODULE, "module ends before it starts");
  expectWord(MODULE_TAG + 12, MEMORY_BYTES + 1, BootError.BAD_MODULE, "module beyond memory");
  expectWord(MODULE_TAG + 12, 0x8000, BootError.NONE, "empty module");
  putTag(fresh(), MODULE_TAG, 3, 12);
  putTag(spanOf(storage), MODULE_TAG + 16, 99, 8);
  expect(BootError.BAD_INFORMATION, "tag too short for a module");
  const memory = fresh();
  for (let i: u32 = 0; i <= BOOT_MODULES_MAX; i++) {
    putTag(memory, END_TAG + i * 16, 3, 16);
    putWord(memory, BLOCK + END_TAG + i * 16 + 8, 0x8000);
    putWord(memory, BLOCK + END_TAG + i * 16 + 12, 0x9000);
  }
  putWord(memory, BLOCK, END_TAG + (BOOT_MODULES_MAX - 1) * 16);
  expect(BootError.NONE, "as many modules as there may be");
  checkEqual(information.moduleCount, BOOT_MODULES_MAX, "all of them");
  putWord(memory, BLOCK, END_TAG + BOOT_MODULES_MAX * 16);
  expect(BootError.TOO_MANY_MODULES, "one more");
}

function rootPointers(): void {
  const memory = fresh();
  memory[BLOCK + NEW_ROOT_TAG + 8 + 35] ^= 1;
  expect(BootError.NONE, "second checksum wrong");
  checkEqual(information.rsdpBytes, 20, "the first part is kept");
  memory[BLOCK + NEW_ROOT_TAG + 8 + 12] ^= 1;
  memory[BLOCK + OLD_ROOT_TAG + 8] = 0;
  expect(BootError.NONE, "no good checksum, no good signature");
  checkEqual(information.rsdpBytes, 0, "none");
  putWord(fresh(), BLOCK + OLD_ROOT_TAG + 4, 27);
  putWord(spanOf(storage), BLOCK + NEW_ROOT_TAG, 99);
  expect(BootError.NONE, "tag a byte too short");
  checkEqual(information.rsdpBytes, 0, "none");
}

function pictures(): void {
  expectWord(PICTURE_TAG + 4, 29, BootError.NONE, "frame buffer tag too short");
  checkEqual(information.framebuffer.width, 0, "no frame buffer");
  expectWord(PICTURE_TAG + 16, 4095, BootError.NONE, "pitch too small");
  checkEqual(information.framebuffer.width, 0, "no frame buffer");
  expectWord(PICTURE_TAG + 28, 0x0220, BootError.NONE, "text mode");
  checkEqual(information.framebuffer.kind, 2, "is kept");
}

export function main(): i32 {
  goodBlock();
  addresses();
  blocks();
  maps();
  modules();
  rootPointers();
  pictures();
  return finish("multiboot2");
}
