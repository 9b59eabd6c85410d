/**
 * `ts2c layout`: constants, enums and struct layouts of TypeScript files for NASM, C and the docs.
 *
 * Invariants: only exported declarations of the files named; sizes and offsets are those of i386.
 */

import { enumOf } from "./check/enums.ts";
import { globalOf } from "./check/globals.ts";
import { layoutOf, sizeAndAlignment } from "./check/layout.ts";
import { classOf } from "./check/resolve.ts";
import { typeName } from "./check/types.ts";
import type { World } from "./check/world.ts";
import { readComments } from "./frontend/comments.ts";
import type { ModuleTree } from "./tree.ts";

export type LayoutFormat = "nasm" | "c" | "markdown";

interface Constant {
  readonly name: string;
  readonly value: bigint;
}

interface Structure {
  readonly name: string;
  readonly size: number;
  readonly fields: { name: string; type: string; offset: number; size: number }[];
}

interface Contents {
  readonly constants: Constant[];
  readonly enums: { name: string; members: Constant[] }[];
  readonly structures: Structure[];
}

/** The layout of one file of a program in the given format. */
export function printLayout(world: World, module: ModuleTree, format: LayoutFormat): string {
  const contents = collect(world, module);
  if (format === "markdown") return markdown(module, contents);
  const comment = format === "nasm" ? (text: string) => `; ${text}` : (text: string) => `/* ${text} */`;
  const line = format === "nasm" ? nasmLine : cLine;
  const lines = [comment(`From ${module.path} by ts2c layout: change the TypeScript, not this.`)];
  for (const { name, value } of contents.constants) lines.push(line(name, value));
  for (const { name, members } of contents.enums) {
    for (const member of members) lines.push(line(`${name}_${member.name}`, member.value));
  }
  for (const { name, size, fields } of contents.structures) {
    for (const field of fields) lines.push(line(`${name}_${field.name}`, BigInt(field.offset)));
    lines.push(line(`${name}_size`, BigInt(size)));
  }
  return `${lines.join("\n")}\n`;
}

const hexadecimal = (value: bigint) => (value < 0n ? String(value) : `0x${value.toString(16)}`);
const nasmLine = (name: string, value: bigint) => `${name} equ ${hexadecimal(value)}`;

function cLine(name: string, value: bigint): string {
  const suffix = value > 0xffff_ffffn ? "ull" : value >= 0n ? "u" : "";
  return `#define ${name} ${value < 0n ? `(${value})` : `${hexadecimal(value)}${suffix}`}`;
}

function collect(world: World, module: ModuleTree): Contents {
  const constants: Constant[] = [];
  for (const tree of module.variables) {
    const value = tree.exported ? globalOf(world, tree)?.constant : null;
    if (value?.constant !== undefined) constants.push({ name: tree.name, value: value.constant });
  }
  const enums = module.enums
    .filter((tree) => tree.exported)
    .map((tree) => ({
      name: tree.name,
      members: [...enumOf(world, tree).values].map(([name, value]) => ({ name, value })),
    }));
  const structures = module.classes
    .filter((tree) => tree.exported && tree.typeParameters.length === 0)
    .map((tree): Structure => {
      const info = classOf(world, tree);
      const layout = layoutOf(info);
      const fields = info.fields.map((field) => ({
        name: field.name,
        type: typeName(field.type),
        offset: layout.offsets.get(field.name) ?? 0,
        size: sizeAndAlignment(field.type).size,
      }));
      return { name: tree.name, size: layout.size, fields };
    });
  return { constants, enums, structures };
}

/** The file's own comment as prose, then its declarations as tables with their comments beside them. */
function markdown(module: ModuleTree, contents: Contents): string {
  const comments = readComments(module.absolutePath);
  const lines = [`## ${module.path}`, "", ...proseOf(comments, ""), ""];
  const about = (name: string) => (comments.get(name) ?? "").replaceAll("|", "\\|").replace(/\s+/g, " ");
  const table = (head: string[], rows: string[][]) => {
    const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
    lines.push(row(head), row(head.map(() => "---")), ...rows.map(row), "");
  };
  const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
  if (contents.constants.length > 0) {
    const rows = contents.constants.map(({ name, value }) => [code(name), hexadecimal(value), about(name)]);
    table(["constant", "value", "meaning"], rows);
  }
  for (const { name, members } of contents.enums) {
    lines.push(`### ${name}`, "", ...proseOf(comments, name), "");
    const rows = members.map((member) => [
      String(member.value),
      code(member.name),
      about(`${name}.${member.name}`),
    ]);
    table(["value", "member", "meaning"], rows);
  }
  for (const { name, size, fields } of contents.structures) {
    lines.push(`### ${name}: ${size} bytes`, "", ...proseOf(comments, name), "");
    const rows = fields.map((field) => {
      const cells = [String(field.offset), String(field.size), code(field.name), code(field.type)];
      return [...cells, about(`${name}.${field.name}`)];
    });
    table(["offset", "bytes", "field", "type", "meaning"], rows);
  }
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()}\n`;
}

function proseOf(comments: Map<string, string>, name: string): string[] {
  const text = comments.get(name);
  return text === undefined ? [] : text.split("\n");
}
