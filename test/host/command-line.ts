/** The kernel's command line: words, sizes, and random text that must neither trap nor be believed. */
import type { BootInformation } from "../../kernel/boot/boot-information.ts";
import { hasOption, optionIs, optionNames, sizeOption } from "../../kernel/boot/command-line.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 200_000;
const SEED: u32 = 0x0c0d_e1e5;
const LINE_BYTES_MAX: u32 = 255;

const information: BootInformation = zeroed();
const random: Random = zeroed();

function line(text: string): void {
  information.commandLineBytes = text.length;
  for (let i: u32 = 0; i < text.length; i++) {
    information.commandLine[i] = text.charCodeAt(i);
  }
}

function expectSize(text: string, bytes: u32): void {
  line(text);
  checkEqual(sizeOption(information, "heap"), bytes, text);
}

const name: FixedArray<u8, 4> = zeroed();

function expectName(text: string, expected: bool): void {
  line(text);
  checkEqual(optionNames(information, "vmm", spanOf(name)) ? 1 : 0, expected ? 1 : 0, text);
}

/** Names are padded with zero bytes, or fill their place. */
function testNames(): void {
  expectName("vmm=", false);
  name[0] = 0x61;
  name[1] = 0x62;
  expectName("vmm=ab", true);
  expectName("x vmm=ab shell", true);
  expectName("vmm=a", false);
  expectName("vmm=abc", false);
  expectName("vmm", false);
  expectName("vmm=ac vmm=ab", false);
  name[2] = 0x63;
  name[3] = 0x64;
  expectName("vmm=abcd", true);
  expectName("vmm=abcde", false);
}

function testSizes(): void {
  expectSize("", 0);
  expectSize("heap=8388608", 0x80_0000);
  expectSize("kernel.elf heap=8M", 0x80_0000);
  expectSize("a b  heap=4096K c", 0x40_0000);
  expectSize("heap=8m heap=9m", 0x80_0000);
  expectSize("heap", 0);
  expectSize("heap=", 0);
  expectSize("heap= 5", 0);
  expectSize("heap=5G", 0xffff_ffff);
  expectSize("heap=5T", 0);
  expectSize("heap=5MM", 0);
  expectSize("heap=-5", 0);
  expectSize("xheap=5", 0);
  expectSize("heaps=5", 0);
  expectSize("heap=99999999999999999999999999M", 0xffff_ffff);
  expectSize("heap=18446744073709551617", 0xffff_ffff);
  expectSize("heap=4096M", 0xffff_ffff);
  expectSize("heap=4095M", 0xfff0_0000);
}

function testWords(): void {
  line("kernel.elf memory-map");
  check(hasOption(information, "memory-map"), "the last word");
  check(!hasOption(information, "memory"), "the start of a word is no word");
  check(!hasOption(information, "map"), "nor its end");
  line("timer=hpet2 x timer=hpet");
  check(!optionIs(information, "timer", "hpet"), "of two with the same name the first counts");
  line("a timer=hpet");
  check(optionIs(information, "timer", "hpet"), "a word with this value");
  check(!optionIs(information, "timer", "hpe"), "not with a part of it");
  check(!optionIs(information, "timer", "hpets"), "nor with more than it");
  line("timer=hpet b");
  check(optionIs(information, "timer", "hpet"), "a space ends it");
  line("timer hpet");
  check(!optionIs(information, "timer", "hpet"), "a word without a value");
  line("timer=");
  check(!optionIs(information, "timer", "hpet"), "an empty value");
  line("memory-map=1 x");
  check(!hasOption(information, "memory-map"), "with a value it is another thing");
  line("memory-map x");
  check(hasOption(information, "memory-map"), "the first word");
  line("");
  check(!hasOption(information, "memory-map"), "no words");
  line("memory-ma");
  check(!hasOption(information, "memory-map"), "cut short");
}

/** Lines of the letters that matter. */
function testRandom(): void {
  const letters: Span<u8> = bytesOf("heap= 09KMx");
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    information.commandLineBytes = randomBelow(random, round % 8 === 0 ? LINE_BYTES_MAX + 1 : 12);
    for (let i: u32 = 0; i < information.commandLineBytes; i++) {
      information.commandLine[i] = letters[randomBelow(random, letters.length)];
    }
    const bytes: u32 = sizeOption(information, "heap");
    check(bytes === 0 || !hasOption(information, "heap"), "a word has a value or has none");
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  testNames();
  testSizes();
  testWords();
  testRandom();
  return finish("command-line");
}
