/** parseMultiboot1: one good block, and each way in which a loader's block is wrong. */
import {
  BOOT_MODULES_MAX,
  BOOT_REGIONS_MAX,
  BootError,
  type BootInformation,
} from "../../kernel/boot/boot-information.ts";
import { parseMultiboot1 } from "../../kernel/boot/multiboot1.ts";
import { forgetInformation } from "./support/boot-information.ts";
import { clearBytes, putLong, putText, putWord } from "./support/bytes.ts";
import { check, checkEqual, finish } from "./support/check.ts";
import { BLOCK, MAP, MEMORY_BYTES, MODULES, putBlock1, TEXT } from "./support/multiboot1-block.ts";

const storage: FixedArray<u8, typeof MEMORY_BYTES> = zeroed();
const information: BootInformation = zeroed();

function fresh(): Span<u8> {
  const memory = spanOf(storage);
  clearBytes(memory);
  putBlock1(memory);
  return memory;
}

function expect(error: BootError, name: string): void {
  forgetInformation(information);
  checkEqual(parseMultiboot1(spanOf(storage), BLOCK, information), error, name);
}

function expectWord(at: u32, value: u32, error: BootError, name: string): void {
  putWord(fresh(), at, value);
  expect(error, name);
}

function goodBlock(): void {
  fresh();
  expect(BootError.NONE, "good block");
  checkEqual(information.regionCount, 3, "regions");
  check(information.regions[1].start === 0x10_0000n, "start of a region");
  check(information.regions[1].bytes === 0x7f0_0000n && information.regions[1].usable, "its size and kind");
  check(
    information.regions[2].start === 0xffff_c000_0000n && !information.regions[2].usable,
    "reserved, high",
  );
  checkEqual(information.moduleCount, 2, "modules");
  checkEqual(information.modules[0].start, 0x8000, "start of a module");
  checkEqual(information.modules[0].bytes, 0x123, "its size: the end is exclusive");
  check(
    stringOf(subSpan(spanOf(information.commandLine), 0, information.commandLineBytes)) === "trace",
    "text",
  );
  checkEqual(information.informationStart, BLOCK, "start of the block");
  checkEqual(information.rsdpBytes, 0, "no root pointer");
  checkEqual(information.framebuffer.width, 1024, "frame buffer");
  checkEqual(information.framebuffer.pitch, 4096, "its pitch");
  checkEqual(information.framebuffer.depth, 32, "its depth");
  checkEqual(information.framebuffer.kind, 1, "its kind");
  check(information.framebuffer.address === 0x8_e000_0000n, "its address above 4 GiB");
}

function addresses(): void {
  const memory = fresh();
  forgetInformation(information);
  checkEqual(parseMultiboot1(memory, 0, information), BootError.BAD_ADDRESS, "address 0");
  checkEqual(parseMultiboot1(memory, MEMORY_BYTES, information), BootError.BAD_ADDRESS, "end of memory");
  checkEqual(
    parseMultiboot1(memory, MEMORY_BYTES - 87, information),
    BootError.BAD_ADDRESS,
    "a byte too high",
  );
  checkEqual(parseMultiboot1(memory, 0xffff_ffff, information), BootError.BAD_ADDRESS, "last address");
  checkEqual(parseMultiboot1(subSpan(memory, 0, 0), BLOCK, information), BootError.BAD_ADDRESS, "no memory");
  checkEqual(
    parseMultiboot1(memory, MEMORY_BYTES - 88, information),
    BootError.NO_MEMORY_MAP,
    "zeros at the end",
  );
}

function maps(): void {
  expectWord(BLOCK, 1, BootError.NONE, "sizes instead of a map");
  checkEqual(information.regionCount, 2, "two regions from sizes");
  check(information.regions[0].bytes === 639n * 1024n, "lower size");
  check(information.regions[1].bytes === 0x7f0_0000n, "upper size");
  expectWord(BLOCK, 0, BootError.NO_MEMORY_MAP, "neither map nor sizes");
  expectWord(BLOCK + 44, 0, BootError.NO_MEMORY_MAP, "empty map");
  putWord(fresh(), MAP, 0x1_0000);
  putWord(spanOf(storage), BLOCK + 44, 0x1_0004);
  expect(BootError.BAD_MEMORY_MAP, "absurdly long map");
  expectWord(BLOCK + 44, 0xffff_ffff, BootError.BAD_MEMORY_MAP, "length wraps");
  expectWord(BLOCK + 48, 0xffff_ffff, BootError.BAD_MEMORY_MAP, "map outside memory");
  expectWord(MAP, 19, BootError.BAD_MEMORY_MAP, "entry too short");
  expectWord(MAP, 0, BootError.BAD_MEMORY_MAP, "entry of size 0 does not hang");
  expectWord(MAP, 0xffff_fffc, BootError.BAD_MEMORY_MAP, "entry size wraps");
  expectWord(MAP + 12, 0, BootError.NONE, "first entry of length 0");
  checkEqual(information.regionCount, 2, "an empty entry is left out");
  putLong(fresh(), MAP + 48 + 4, 0x800_0000n);
  expect(BootError.NONE, "reserved memory that follows usable memory");
  checkEqual(information.regionCount, 3, "is not joined to it");
  putLong(fresh(), MAP + 24 + 12, 0xffff_ffff_ffff_ffffn);
  expect(BootError.NONE, "usable entry that wraps");
  checkEqual(information.regionCount, 2, "it is left out");
  putLong(fresh(), MAP + 48 + 12, 0xffff_ffff_ffff_ffffn);
  expect(BootError.NONE, "reserved entry that wraps");
  check(
    information.regions[2].bytes === 0x3fff_ffffn + 0xffff_0000_0000_0000n,
    "it ends at the last address",
  );
}

function modules(): void {
  expectWord(MODULES, 0x8124, BootError.BAD_MODULE, "module ends before it starts");
  expectWord(MODULES + 4, MEMORY_BYTES, BootError.NONE, "module up to the end of memory");
  expectWord(MODULES + 4, MEMORY_BYTES + 1, BootError.BAD_MODULE, "module beyond memory");
  expectWord(MODULES + 4, 0x8000, BootError.NONE, "empty module");
  checkEqual(information.modules[0].bytes, 0, "it has no bytes");
  expectWord(BLOCK + 20, 0, BootError.NONE, "no modules");
  checkEqual(information.moduleCount, 0, "none");
  expectWord(BLOCK + 24, 0xffff_fff8, BootError.BAD_INFORMATION, "list outside memory");
  expectWord(BLOCK + 24, MEMORY_BYTES - 16, BootError.BAD_INFORMATION, "second entry outside memory");
  expectWord(BLOCK + 20, BOOT_MODULES_MAX, BootError.NONE, "as many as there may be");
  checkEqual(information.moduleCount, BOOT_MODULES_MAX, "all of them");
  expectWord(BLOCK + 20, BOOT_MODULES_MAX + 1, BootError.TOO_MANY_MODULES, "one more");
  expectWord(BLOCK + 20, 0xffff_ffff, BootError.TOO_MANY_MODULES, "endless");
}

function commandLines(): void {
  fresh()[0] = 0x41;
  putWord(spanOf(storage), BLOCK + 16, 0);
  expect(BootError.NONE, "no text at address 0");
  checkEqual(information.commandLineBytes, 0, "no text");
  expectWord(BLOCK + 16, 0xffff_ffff, BootError.NONE, "text outside memory");
  checkEqual(information.commandLineBytes, 0, "no text");
  const memory = fresh();
  for (let i: u32 = 0; i < 1000; i++) {
    memory[TEXT + i] = u8((i % 251) + 1);
  }
  expect(BootError.NONE, "long text");
  checkEqual(information.commandLineBytes, 255, "cut");
  checkEqual(u32(information.commandLine[255]), 0, "ended");
  checkEqual(u32(information.commandLine[0]), 0x3f, "control character is replaced");
  checkEqual(u32(information.commandLine[0x40]), 0x41, "letters stay");
  checkEqual(u32(information.commandLine[0x7d]), 0x7e, "the last printable character stays");
  checkEqual(u32(information.commandLine[0x7e]), 0x3f, "delete is replaced");
  const end = fresh();
  putWord(end, BLOCK + 16, MEMORY_BYTES - 4);
  putText(end, MEMORY_BYTES - 4, "abc");
  end[MEMORY_BYTES - 1] = 0x64;
  expect(BootError.NONE, "text that runs to the end of memory");
  checkEqual(information.commandLineBytes, 4, "all of it");
}

function framebuffers(): void {
  expectWord(BLOCK + 96, 4095, BootError.NONE, "pitch too small");
  checkEqual(information.framebuffer.width, 0, "no frame buffer");
  expectWord(BLOCK + 100, 0x8001, BootError.NONE, "width absurd");
  checkEqual(information.framebuffer.width, 0, "no frame buffer");
  expectWord(BLOCK + 104, 0, BootError.NONE, "no lines");
  checkEqual(information.framebuffer.width, 0, "no frame buffer");
  putLong(fresh(), BLOCK + 88, 0xffff_ffff_ffff_f000n);
  expect(BootError.NONE, "address wraps");
  checkEqual(information.framebuffer.width, 0, "no frame buffer");
  putLong(fresh(), BLOCK + 108, 0x0800_0808_0810_0120n);
  expect(BootError.NONE, "channels");
  check(information.framebuffer.channels === 0x0800_0808_0810n, "red, green and blue");
  expectWord(BLOCK + 96, 0x8000_0000, BootError.NONE, "lines of two gigabytes");
  checkEqual(information.framebuffer.width, 0, "no frame buffer");
  expectWord(BLOCK + 108, 0x0320, BootError.NONE, "unknown kind");
  checkEqual(information.framebuffer.width, 0, "no frame buffer");
}

/** More entries than regions: neighbours are joined, and where that is not enough the smallest usable one goes. */
function manyRegions(): void {
  const memory = fresh();
  const count: u32 = 400;
  putWord(memory, BLOCK + 44, count * 24);
  for (let i: u32 = 0; i < count; i++) {
    const at = MAP + i * 24;
    putWord(memory, at, 20);
    putLong(memory, at + 4, u64(i) * 0x10_0000n);
    putLong(memory, at + 12, 0x10_0000n);
    putWord(memory, at + 20, 1);
  }
  expect(BootError.NONE, "400 neighbours");
  checkEqual(information.regionCount, 1, "joined into one");
  check(information.lostBytes === 0n, "nothing is lost");
  check(information.regions[0].bytes === 0x1900_0000n, "of 400 MiB");
  for (let i: u32 = 0; i < count; i++) {
    putLong(memory, MAP + i * 24 + 12, 0x1000n + u64(i) * 0x100n);
  }
  putWord(memory, MAP + 20, 2);
  putWord(memory, MAP + 399 * 24 + 20, 2);
  expect(BootError.NONE, "400 pieces");
  checkEqual(information.regionCount, BOOT_REGIONS_MAX, "as many as there is room for");
  let reserved: u32 = 0;
  let small: u32 = 0;
  for (let i: u32 = 0; i < information.regionCount; i++) {
    if (!information.regions[i].usable) {
      reserved++;
    } else if (information.regions[i].bytes < 0x1000n + 273n * 0x100n) {
      small++;
    }
  }
  checkEqual(reserved, 2, "reserved ones are kept, even the smallest of all");
  checkEqual(small, 0, "the large ones are kept");
  check(information.lostBytes === 272n * 0x1000n + (0x100n * 272n * 273n) / 2n, "what is lost is counted");
}

export function main(): i32 {
  goodBlock();
  addresses();
  maps();
  modules();
  commandLines();
  framebuffers();
  manyRegions();
  return finish("multiboot1");
}
