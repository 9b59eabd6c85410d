/**
 * The console's screen: frame buffers of several sizes, depths and adapters, VGA text, none at all. What is shown is read
 * back from a picture; keys are pressed on the machine's own keyboard.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { bootable, type EmulatorOptions } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { inRoot } from "../../tools/paths.ts";
import { Dialogue } from "../support/dialogue.ts";
import { EPITAPH } from "../support/epitaph.ts";
import { readScreenText } from "../support/read-screen.ts";

const LIMIT_MS = 200_000;
const boot = bootable(await buildSystem(PRODUCT, { iso: true }));

async function withMachine(
  options: EmulatorOptions,
  body: (machine: Dialogue) => Promise<void>,
): Promise<void> {
  const machine = new Dialogue(boot, options);
  try {
    await machine.atPrompt();
    await body(machine);
  } finally {
    await machine.end();
  }
}

/** Presses the keys of lower-case words, then Enter. */
async function typeWords(machine: Dialogue, text: string): Promise<void> {
  await machine.press(...[...text].map((letter) => (letter === " " ? "spc" : letter)), "ret");
}

/** Pixel by pixel; UPDATE=1 stores it anew. */
function comparePictures(picture: Buffer, name: string): void {
  const stored = inRoot(`test/machines/pictures/${name}.png`);
  if (process.env.UPDATE === "1") writeFileSync(stored, picture);
  const [shown, expected] = [picture, readFileSync(stored)].map((png) => PNG.sync.read(png));
  expect([shown!.width, shown!.height]).toEqual([expected!.width, expected!.height]);
  expect(shown!.data.equals(expected!.data), `${name}: UPDATE=1 stores it anew`).toBe(true);
}

describe("frame buffers", () => {
  test.each([
    { vga: "std", screen: "800x600x32", memory: 16384, mode: "640x480x16" },
    { vga: "std", screen: "1024x768x24", memory: 16384, mode: "800x600x32" },
    { vga: "cirrus", screen: "800x600x16", memory: 4096, mode: "640x480x24" },
    { vga: "vmware", screen: "1024x768x32", memory: 16384, mode: "640x480x15" },
  ])(
    "$vga $screen: the demonstration, what is typed on the keyboard, and the BIOS' screen mode $mode",
    { timeout: LIMIT_MS },
    ({ vga, screen, memory, mode }) =>
      withMachine({ way: "iso", vga, screen }, async (machine) => {
        expect(await machine.untilShown(/help lists the commands/)).toContain("figure-1: done");
        await typeWords(machine, "tasks");
        const shown = await machine.untilShown(/tenant/);
        expect(shown).toMatch(/^ 0 {2}acl +acl +20 {2}- /m);
        expect(shown).toContain("figure-1         program");
        const offered = await machine.command("vesa");
        expect(offered).toContain(`vesa: VBE 3.0, ${memory} KiB of video memory`);
        expect(offered).toMatch(/vesa: .* 1024x768x16 /);
        expect(offered).toContain(` ${mode} `);
        expect(await machine.command(`vesa ${mode}`)).toContain(`, ${mode}, frame buffer at f`);
        comparePictures(await machine.picture(), `vesa-${mode}`);
        expect(await machine.command("vesa text")).toBe("");
        await machine.untilShown(/> vesa text/);
      }),
  );
});

test("UEFI: the frame buffer that the firmware gave, to the last words", { timeout: LIMIT_MS }, () =>
  withMachine({ way: "uefi", debugExit: false }, async (machine) => {
    expect(await machine.command("devices")).toMatch(/\d+x\d+ pixels of 32 bits/);
    expect(await machine.untilShown(/pixels of 32 bits/)).toContain("help lists the commands");
    // The firmware has a vector for video calls, made up for an old system; it is no BIOS.
    for (const line of ["vesa", "vesa 1024x768"])
      expect(await machine.command(line)).toMatch(/^no BIOS: .*the boot loader's frame buffer is used\n$/);
    await machine.untilShown(/> vesa 1024x768/);
    await machine.breakWhenAtRest();
    await machine.untilShown(EPITAPH);
  }),
);

describe("without a frame buffer", () => {
  test("VGA text: kernel and tasks in one order", { timeout: LIMIT_MS }, () =>
    withMachine({ way: "kernel" }, async (machine) => {
      expect(await machine.command("vesa 1024x768")).toContain(", 1024x768x32, frame buffer at f");
      expect(await machine.command("vesa text")).toBe("");
      await typeWords(machine, "memory tenant");
      await machine.until("the answer on the serial line", () => /^tenant +\d+ .*\n> $/m.test(machine.text));
      let lines: string[] = [];
      await machine.until("the answer on the screen", async () => {
        lines = await machine.textScreen();
        return lines.some((line) => line.startsWith("tenant  "));
      });
      const at = (part: string) => lines.findIndex((line) => line.includes(part));
      expect(at("figure-1: done")).toBeGreaterThanOrEqual(0);
      expect(at("> memory tenant")).toBeGreaterThan(at("help lists the commands"));
      expect(at("help lists the commands")).toBeGreaterThan(at("figure-1: done"));
    }),
  );

  test("no adapter: the serial line alone", { timeout: LIMIT_MS }, () =>
    withMachine({ way: "iso", vga: "none" }, async (machine) => {
      expect(await machine.command("devices")).toContain("screen    none");
      expect(await machine.command("vesa")).toBe("the video BIOS knows no VBE 2.0, or there is none\n");
      await typeWords(machine, "vmm");
      await machine.until("the keyboard's command", () => /VMM server +manages/.test(machine.text));
    }),
  );
});

test("no keyboard controller: the serial line alone", { timeout: LIMIT_MS }, () =>
  withMachine({ way: "kernel", extra: ["-machine", "pc,i8042=off"] }, async (machine) => {
    expect(await machine.command("devices")).toContain("keyboard  none that answers");
  }),
);

test("layout=de, and layout us by command", { timeout: LIMIT_MS }, () =>
  withMachine({ way: "kernel", parameters: "shell layout=de" }, async (machine) => {
    await machine.press("y", "z", "semicolon", "ret");
    await machine.until("the German keys", () => machine.text.includes("no command is called zyö"));
    await machine.command("layout us");
    await machine.press("y", "z", "semicolon", "ret");
    await machine.until("the American keys", () => machine.text.includes("no command is called yz;"));
  }),
);

/** README's picture is what this machine shows. */
test("the picture in README", { timeout: LIMIT_MS }, () =>
  withMachine({ way: "iso", screen: "800x600x32" }, async (machine) => {
    await typeWords(machine, "tasks");
    await machine.untilShown(/tenant/);
    const picture = await machine.picture();
    const stored = inRoot("docs/pictures/shell.png");
    if (process.env.UPDATE === "1") writeFileSync(stored, picture);
    const words = (png: Buffer) => {
      const text = readScreenText(png).replace(/\d+/g, "#").replace(/ +/g, " ");
      return text.slice(text.indexOf("help lists"));
    };
    expect(words(picture), "UPDATE=1 stores it anew").toBe(words(readFileSync(stored)));
  }),
);
