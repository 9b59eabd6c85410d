/** UTF-8 and Latin-1, one byte at a time: every character comes back, broken sequences are Latin-1, no byte is lost. */
import { CHARACTERS_AT_ONCE_MAX, type CharacterDecoder, encodeCharacter } from "../../lib/core/characters.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const SEED: u32 = 0x0c4a_7ac7;
const ROUNDS: u32 = 200_000;
const CODES_END: u32 = 0x11_0000;
const SURROGATES_START: u32 = 0xd800;
const SURROGATES_END: u32 = 0xe000;

const decoder: CharacterDecoder = zeroed();
const bytes: FixedArray<u8, 4> = zeroed();
const random: Random = zeroed();
const found: FixedArray<u32, 64> = zeroed();
let foundCount: u32 = 0;

function take(byte: u8): void {
  const count: u32 = decoder.take(byte);
  check(count <= CHARACTERS_AT_ONCE_MAX, "as many as there can be");
  for (let i: u32 = 0; i < count; i++) {
    found[foundCount % 64] = decoder.characters[i];
    foundCount += 1;
  }
}

/** Takes bytes, the first in the highest eight bits, as many as are not 0, then a full stop; expects the characters. */
function expectOf(input: u32, count: u32, first: u32, second: u32, third: u32): void {
  foundCount = 0;
  for (let place: u32 = 0; place < 4; place++) {
    const byte: u8 = u8(input >>> (24 - place * 8));
    if (byte !== 0) {
      take(byte);
    }
  }
  take(0x2e);
  checkEqual(foundCount, count + 1, "characters");
  checkEqual(found[0], first, "the first");
  checkEqual(count > 1 ? found[1] : 0, second, "the second");
  checkEqual(count > 2 ? found[2] : 0, third, "the third");
}

function testEvery(): void {
  for (let code: u32 = 0; code < CODES_END && !hasFailed(); code++) {
    if (code < SURROGATES_START || code >= SURROGATES_END) {
      const length: u32 = encodeCharacter(code, spanOf(bytes));
      foundCount = 0;
      for (let i: u32 = 0; i < length; i++) {
        checkEqual(foundCount, 0, "only with the last byte");
        take(bytes[i]);
      }
      checkEqual(foundCount, 1, "one character");
      checkEqual(found[0], code, "the same character");
    }
  }
}

function testBroken(): void {
  expectOf(0xe400_0000, 1, 0xe4, 0, 0);
  expectOf(0xe462_0000, 2, 0xe4, 0x62, 0);
  expectOf(0xe4f6_fc00, 3, 0xe4, 0xf6, 0xfc);
  expectOf(0xc3a4_0000, 1, 0xe4, 0, 0);
  expectOf(0xe4b8_0000, 2, 0xe4, 0xb8, 0);
  expectOf(0x80bf_0000, 2, 0x80, 0xbf, 0);
  expectOf(0xc080_0000, 2, 0xc0, 0x80, 0);
  expectOf(0xc1bf_0000, 2, 0xc1, 0xbf, 0);
  expectOf(0xe09f_bf00, 3, 0xe0, 0x9f, 0xbf);
  expectOf(0xeda0_8000, 3, 0xed, 0xa0, 0x80);
  expectOf(0xf08f_bfbf, 4, 0xf0, 0x8f, 0xbf);
  expectOf(0xf490_8080, 4, 0xf4, 0x90, 0x80);
  expectOf(0xf5ff_fe00, 3, 0xf5, 0xff, 0xfe);
  expectOf(0xf48f_bfbf, 1, 0x10_ffff, 0, 0);
  expectOf(0xeda0_c3a4, 3, 0xed, 0xa0, 0xe4);
}

/** Behind three ASCII characters nothing is held any more: from then on all is as at the start. */
function testRandom(): void {
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    take(u8(randomBelow(random, 256)));
    if (round % 16 === 0) {
      take(0x41);
      foundCount = 0;
      take(0x42);
      checkEqual(foundCount, 1, "at once");
      checkEqual(found[0], 0x42, "as it is");
    }
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  testEvery();
  testBroken();
  testRandom();
  return finish("characters");
}
