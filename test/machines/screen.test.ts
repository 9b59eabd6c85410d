/**
 * The console's screen: frame buffers of several sizes, depths and adapters, VGA text, none at all. What is shown is read
 * back from a picture; keys are pressed on the machine's own keyboard.
 */
import { readFileSync, writeFileSync } from "node:fs";
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

describe("frame buffers", () => {
  test.each([
    { vga: "std", screen: "800x600x32" },
    { vga: "std", screen: "1024x768x24" },
    { vga: "cirrus", screen: "800x600x16" },
    { vga: "vmware", screen: "1024x768x32" },
  ])(
    "$vga $screen: the demonstration, then what is typed on the keyboard",
    { timeout: LIMIT_MS },
    (adapter) =>
      withMachine({ way: "iso", ...adapter }, async (machine) => {
        expect(await machine.untilShown(/help lists the commands/)).toContain("figure-1: done");
        await typeWords(machine, "tasks");
        const shown = await machine.untilShown(/tenant/);
        expect(shown).toMatch(/^ 0 {2}acl +acl +20 {2}- /m);
        expect(shown).toContain("figure-1         program");
      }),
  );
});

test("UEFI: the frame buffer that the firmware gave, to the last words", { timeout: LIMIT_MS }, () =>
  withMachine({ way: "uefi", debugExit: false }, async (machine) => {
    expect(await machine.command("devices")).toMatch(/\d+x\d+ pixels of 32 bits/);
    expect(await machine.untilShown(/pixels of 32 bits/)).toContain("help lists the commands");
    await machine.breakWhenAtRest();
    await machine.untilShown(EPITAPH);
  }),
);

describe("without a frame buffer", () => {
  test("VGA text: kernel and tasks in one order", { timeout: LIMIT_MS }, () =>
    withMachine({ way: "kernel" }, async (machine) => {
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
