/**
 * `npm run font`: writes lib/console/font-table.ts and ascii-font.ts from the pictures of lib/console/glyphs, which are the one source; a
 * test sees that the tables follow. With --show TEXT it prints glyphs instead.
 */
import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { runTool } from "./failure.ts";
import { GLYPH_COLUMNS, GLYPH_ROWS, type Glyph } from "./font/art.ts";
import { fontTables, readFont } from "./font/font.ts";
import { inRoot } from "./paths.ts";

const command = new Command("font")
  .option("--show <text>", "print these characters, and write nothing")
  .parse();

await runTool(() => {
  const font = readFont();
  const { show } = command.opts<{ show?: string }>();
  if (show === undefined) {
    for (const [path, text] of Object.entries(fontTables(font))) writeFileSync(inRoot(path), text);
  } else
    process.stdout.write(
      specimen([...show].map((one) => font.characters.get(one.codePointAt(0)!) ?? font.unknown)),
    );
  return 0;
});

/** Glyphs side by side, two columns of the terminal for each pixel. */
function specimen(glyphs: Glyph[]): string {
  let text = "";
  for (let row = 0; row < GLYPH_ROWS; row++) {
    for (const glyph of glyphs) {
      for (let x = 0; x < GLYPH_COLUMNS; x++)
        text += (glyph[row]! >> (GLYPH_COLUMNS - 1 - x)) & 1 ? "██" : "  ";
    }
    text += "\n";
  }
  return text;
}
