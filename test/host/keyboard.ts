/** Scan codes of both sets to bytes, in both layouts; random bytes do no harm. */

import { KEY_BYTES_MAX, type Keyboard } from "../../servers/keyboard/keyboard.ts";
import { KEYS_END, Key, NO_KEY } from "../../servers/keyboard/keys.ts";
import { useGerman, useUnitedStates } from "../../servers/keyboard/layouts.ts";
import type { KeyEvent, ScanDecoder } from "../../servers/keyboard/scan-codes.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { nextRandom, type Random } from "./support/xorshift.ts";

const SEED: u32 = 0x0be1_b0a7;
const ROUNDS: u32 = 300_000;

const english: Keyboard = zeroed();
const german: Keyboard = zeroed();
const decoder: ScanDecoder = zeroed();
const event: KeyEvent = zeroed();
const typed: FixedArray<u8, 128> = zeroed();
const random: Random = zeroed();
let typedLength: u32 = 0;

function hexValue(byte: u8): u32 {
  return byte < 0x3a ? u32(byte) - 0x30 : u32(byte) - 0x57;
}

function take(keyboard: Keyboard, set: u32, byte: u8): void {
  if (set === 1) {
    decoder.takeSet1(byte, event);
  } else {
    decoder.takeSet2(byte, event);
  }
  if (event.key === NO_KEY) {
    return;
  }
  keyboard.take(event.key, event.pressed);
  for (const one of keyboard.given()) {
    typed[typedLength] = one;
    typedLength += 1;
  }
}

/** Sends codes, pairs of hexadecimal digits with spaces between, and expects what is given in all. */
function expectTyped(keyboard: Keyboard, set: u32, codes: string, expected: string): void {
  typedLength = 0;
  for (let i: u32 = 0; i + 1 < codes.length; i += 3) {
    take(keyboard, set, u8(hexValue(codes.charCodeAt(i)) * 16 + hexValue(codes.charCodeAt(i + 1))));
  }
  check(stringOf(subSpan(spanOf(typed), 0, typedLength)) === expected, codes);
}

function testEnglish(): void {
  expectTyped(english, 1, "1e 9e 30 b0 02 82 39 b9 1c 9c", "ab1 \r");
  expectTyped(english, 1, "2a 1e 02 aa 1e 36 10 b6", "A!aQ");
  expectTyped(english, 1, "3a ba 1e 02 2a 1e 02 aa 3a ba 1e", "A1a!a");
  expectTyped(english, 1, "3a 3a ba 1e 3a ba 1e", "Aa");
  expectTyped(english, 1, "1d 2e 1e 9d 1d 39 9d 1d 1b 9d", "\x03\x01\x00\x1d");
  expectTyped(english, 1, "e0 1d 2e e0 9d 2e", "\x03c");
  expectTyped(english, 1, "38 21 b8 21", "\x1bff");
  expectTyped(english, 1, "e0 48 e0 c8 e0 50 e0 4b e0 4d", "\x1b[A\x1b[B\x1b[D\x1b[C");
  expectTyped(english, 1, "e0 47 e0 4f e0 49 e0 51 e0 52 e0 53", "\x1b[H\x1b[F\x1b[5~\x1b[6~\x1b[2~\x1b[3~");
  expectTyped(english, 1, "0e 0f 01", "\x7f\t\x1b");
  expectTyped(english, 1, "47 48 53", "\x1b[H\x1b[A\x1b[3~");
  expectTyped(english, 1, "45 c5 47 48 53 4c 4a 4e 45 c5 4c 4a", "78.5-+-");
  expectTyped(english, 1, "e0 35 37 e0 1c", "/*\r");
  expectTyped(english, 1, "e0 2a e0 48 e0 c8 e0 aa 1e", "\x1b[Aa");
  expectTyped(english, 1, "e1 1d 45 e1 9d c5 1e", "a");
  expectTyped(english, 1, "fa fe 00 ff 3b 57 1e", "a");
  expectTyped(english, 1, "2b 56 0c 0d 1a 1b 27 28 29 33 34 35", "\\\\-=[];'`,./");
}

function testSecondSet(): void {
  expectTyped(english, 2, "1c f0 1c 32 f0 32 5a f0 5a", "ab\r");
  expectTyped(english, 2, "12 1c f0 12 1c", "Aa");
  expectTyped(english, 2, "e0 75 e0 f0 75 e0 71", "\x1b[A\x1b[3~");
  expectTyped(english, 2, "e1 14 77 e1 f0 14 f0 77 1c", "a");
  check(!english.numLock, "pause is not the lock of the number pad");
  expectTyped(english, 2, "e0 12 e0 74 e0 f0 74 e0 f0 12 1c", "\x1b[Ca");
  expectTyped(english, 2, "16 1e 26 25 2e 36 3d 3e 46 45 4e 55", "1234567890-=");
  expectTyped(english, 2, "15 1d 24 2d 2c 35 3c 43 44 4d 54 5b", "qwertyuiop[]");
  expectTyped(english, 2, "1c 1b 23 2b 34 33 3b 42 4b 4c 52 0e", "asdfghjkl;'`");
  expectTyped(english, 2, "5d 61 1a 22 21 2a 32 31 3a 41 49 4a", "\\\\zxcvbnm,./");
  expectTyped(english, 2, "76 66 0d 29", "\x1b\x7f\t ");
  expectTyped(english, 2, "77 f0 77 6c 75 7d 6b 73 74 69 72 7a 70 71 7b 79 7c", "7894561230.-+*");
  expectTyped(english, 2, "77 f0 77 83 78 07 84 ff fa 1c", "a");
}

function testGerman(): void {
  expectTyped(german, 1, "15 2c 1a 27 28 0c", "zyüöäß");
  expectTyped(german, 1, "2a 1a 08 0c 56 03 04 aa 56", 'Ü/?>"§<');
  expectTyped(german, 1, "e0 38 10 08 09 0a 0b 0c 56 1b 32 03 e0 b8 10", "@{[]}\\|~µ²q");
  expectTyped(german, 1, "3a ba 28 0c 02 2a 28 aa 3a ba", "Äß1ä");
  expectTyped(german, 1, "0d 12 0d 1e", "éá");
  expectTyped(german, 1, "2a 0d aa 1e 29 18", "àô");
  expectTyped(german, 1, "0d 2a 12 aa", "É");
  expectTyped(german, 1, "0d 39 29 39 0d 1f 29 29", "´^´s^");
  expectTyped(german, 1, "0d 29 12", "´^e");
  expectTyped(german, 1, "1d 10 12 0c 9d", "\x11\x05\x1c");
}

/** Shift keys that the keyboard pretends are no events, whatever is done with events later. */
function testFalseShift(): void {
  decoder.takeSet1(0xe0, event);
  decoder.takeSet1(0x2a, event);
  checkEqual(event.key, NO_KEY, "pretended");
  decoder.takeSet1(0x2a, event);
  checkEqual(event.key, Key.LEFT_SHIFT, "pressed");
  check(event.pressed, "pressed");
  decoder.takeSet1(0xaa, event);
  check(event.key === Key.LEFT_SHIFT && !event.pressed, "released");
}

function testRandom(): void {
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const keyboard = (round & 1) === 0 ? english : german;
    const byte: u8 = u8(nextRandom(random) >>> 7);
    if ((round & 64) === 0) {
      decoder.takeSet1(byte, event);
    } else {
      decoder.takeSet2(byte, event);
    }
    check(event.key < KEYS_END, "a key");
    keyboard.take(event.key, event.pressed);
    check(keyboard.length <= KEY_BYTES_MAX, "as many bytes as there can be");
  }
}

export function main(): i32 {
  useUnitedStates(english.layout);
  useGerman(german.layout);
  testEnglish();
  testSecondSet();
  testGerman();
  testFalseShift();
  startRandom(random, SEED);
  testRandom();
  checkEqual(typedLength, 3, "the last line typed");
  return finish("keyboard");
}
