/**
 * The console draws what it should: a program on the host draws into frame buffers, which are compared with a stored
 * picture (UPDATE=1 stores it anew: look at it), in every format the same. Text is read back from it.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { BUILD, inRoot, ROOT } from "../../../tools/paths.ts";
import { readScreen, readScreenText } from "../../support/read-screen.ts";

const PROGRAM = "test/host/pictures/console.ts";
const STORED = inRoot("test/host/pictures/console.png");
const COMPARED = inRoot(`${BUILD}/test/pictures`);
const RUN_LIMIT_MS = 120_000;
/** pixelmatch's own measure, 0 to 1: enough for colours of five bits. */
const COARSE_COLOURS = 0.1;

const EXPECTED = `
┌─ tasks ──────┬─ memory ─┐
│ vmm-demand   │  64 KiB  │
│ figure-1     │ 128 KiB  │
╞══════════════╪══════════╡
└ ███▓▓▒▒░░ ───┴ ▁▂▃▄▅▆▇█ ┘
red bright green on yellow
bold blue inverse magenta
Grüße, Ångström, ¿qué? §±½ \ufffd
The quick brown fox jumps over the lazy
dog 0123456789 (){}[]<> !?"'\`~^|\\/ @#$%&
> grant figure-1 memory 128
ok: figure-1 may have 128 KiB
> █`.slice(1);

interface Drawn {
  name: string;
  png: PNG;
}

const drawn = await drawPictures();

async function drawPictures(): Promise<Drawn[]> {
  const command = ["ts2c/bin/ts2c.mjs", "run", PROGRAM, "--sanitize"];
  const options = { cwd: ROOT, timeout: RUN_LIMIT_MS, maxBuffer: 1 << 26 };
  const lines = (await promisify(execFile)(process.execPath, command, options)).stdout.trimEnd().split("\n");
  const heads = lines.flatMap((line, index) => (line.includes(" ") ? [index] : []));
  return heads.map((start) => {
    const [name, ...numbers] = lines[start]!.split(" ");
    const format = numbers.map(Number);
    const memory = Buffer.from(lines.slice(start + 1, start + 1 + format[2]!).join(""), "hex");
    return { name: name!, png: decode(memory, format) };
  });
}

/** A frame buffer as a picture, by its description alone. */
function decode(memory: Buffer, format: number[]): PNG {
  const [bits, width, height, pitch, ...places] = format as [number, number, number, number, ...number[]];
  const png = new PNG({ width, height });
  const pixelBytes = Math.ceil(bits / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = memory.readUIntLE(y * pitch + x * pixelBytes, pixelBytes);
      for (let part = 0; part < 3; part++) {
        const [position, count] = [places[part * 2]!, places[part * 2 + 1]!];
        const value = Math.floor(pixel / 2 ** position) % 2 ** count;
        png.data[(y * width + x) * 4 + part] = Math.round((value * 255) / (2 ** count - 1));
      }
      png.data[(y * width + x) * 4 + 3] = 255;
    }
  }
  return png;
}

/** How many pixels differ; the difference is written as a picture when there is one. */
function difference(actual: PNG, name: string, threshold: number): number {
  if (process.env.UPDATE === "1" && name === "32-bits") writeFileSync(STORED, PNG.sync.write(actual));
  expect(existsSync(STORED), "UPDATE=1 stores the picture").toBe(true);
  const stored = PNG.sync.read(readFileSync(STORED));
  const { width, height } = stored;
  expect([actual.width, actual.height]).toEqual([width, height]);
  const difference = new PNG({ width, height });
  const count = pixelmatch(stored.data, actual.data, difference.data, width, height, {
    threshold,
    includeAA: true,
  });
  if (count > 0) {
    mkdirSync(COMPARED, { recursive: true });
    writeFileSync(`${COMPARED}/${name}.png`, PNG.sync.write(actual));
    writeFileSync(`${COMPARED}/${name}-difference.png`, PNG.sync.write(difference));
  }
  return count;
}

describe("the console's picture", () => {
  test("was drawn in five formats", () => {
    expect(drawn.map(({ name }) => name)).toEqual([
      "32-bits",
      "32-bits-elsewhere",
      "24-bits",
      "16-bits",
      "15-bits",
    ]);
  });

  for (const { name, png } of drawn) {
    test(`${name} is as stored`, () => {
      const threshold = /^1/.test(name) ? COARSE_COLOURS : 0;
      expect(difference(png, name, threshold), `look at ${COMPARED}/${name}-difference.png`).toBe(0);
    });
  }

  test("can be read back", () => {
    const png = PNG.sync.write(drawn[0]!.png);
    expect(readScreenText(png, { left: 3, top: 4 })).toBe(EXPECTED);
    expect(readScreen(png, { left: 3, top: 4 })).toHaveLength(13);
  });

  test("a shifted picture is not read as text", () => {
    expect(readScreenText(PNG.sync.write(drawn[0]!.png), { left: 4, top: 4 })).not.toContain("tasks");
  });
});
