/**
 * `tsx tools/abi-document.ts`: writes docs/abi.md from lib/abi: the comments and values there are the one
 * source, and a test sees that the document follows.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runTool } from "./failure.ts";
import { BUILD, inRoot, makeFolderOf } from "./paths.ts";
import { runCommand } from "./process.ts";

export const ABI_DOCUMENT = "docs/abi.md";
const DRAFT = `${BUILD}/abi.md`;
/** In the order in which a reader needs them. */
const FILES = [
  "call",
  "identity",
  "message",
  "status",
  "attributes",
  "memory-map",
  "information",
  "manifest",
];
const HEAD = `# The kernel's interface

Made from \`lib/abi\` by \`make docs\`: change the comments and values there, not here.

`;

/** The document as lib/abi has it now. */
export async function abiDocument(): Promise<string> {
  makeFolderOf(DRAFT);
  const files = [...FILES, "machine-exit"].map((name) => `lib/abi/${name}.ts`);
  const command = [
    process.execPath,
    "ts2c/bin/ts2c.mjs",
    "layout",
    ...files,
    "--format",
    "markdown",
    "-o",
    DRAFT,
  ];
  await runCommand(command, { advice: "mend the source" });
  return HEAD + readFileSync(inRoot(DRAFT), "utf8");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await runTool(async () => {
    writeFileSync(inRoot(ABI_DOCUMENT), await abiDocument());
    return 0;
  });
}
