/**
 * Unions: `T | null`, and unions of classes that a tag tells apart.
 *
 * Invariants: the tag is the first field of every class of a union, so that it lies at one place whatever class an
 * object has; it is `readonly` and has one value for each class. A value of the union is a reference to the object.
 */
import type { TypeSyntax } from "../tree.ts";
import { resolveType } from "./resolve.ts";
import {
  type ClassInfo,
  className,
  isReference,
  type Type,
  typeName,
  type UnionInfo,
  WRONG,
} from "./types.ts";
import type { World } from "./world.ts";

type UnionSyntax = TypeSyntax & { kind: "union" };

/** The type of a union as written; `alias` is the name it has there. */
export function resolveUnion(world: World, syntax: UnionSyntax, alias?: string): Type {
  const types = syntax.members.map((member) => resolveType(world, member));
  if (types.some((type) => type.kind === "wrong")) return WRONG;
  const nullable = types.some((type) => type.kind === "null" || type.kind === "nullable");
  const rest = types
    .filter((type) => type.kind !== "null")
    .map((type) => (type.kind === "nullable" ? type.of : type));
  const [only] = rest;
  if (!only) return unknown(world, syntax, "this union");
  if (rest.length > 1) {
    const classes = rest.flatMap(classesOf);
    if (classes.some((info) => info === null)) return unknown(world, syntax, "this union");
    const union = unionOf(world, syntax, classes as ClassInfo[], nullable ? undefined : alias);
    if (!union) return WRONG;
    return nullable ? { kind: "nullable", of: union } : union;
  }
  if (!nullable) return only;
  if (isReference(only) || only.kind === "function" || only.kind === "union")
    return { kind: "nullable", of: only };
  return unknown(world, syntax, `\`${typeName(only)} | null\``);
}

function unknown(world: World, syntax: UnionSyntax, what: string): Type {
  world.sink.report(syntax.at, "unknownType", what);
  return WRONG;
}

function classesOf(type: Type): (ClassInfo | null)[] {
  if (type.kind === "union") return [...type.info.members];
  return [type.kind === "class" ? type.info : null];
}

function unionOf(
  world: World,
  syntax: UnionSyntax,
  classes: ClassInfo[],
  alias: string | undefined,
): Type | null {
  const members = [...new Set(classes)].sort((a, b) => (a.cName < b.cName ? -1 : 1));
  const tag = commonTag(world, syntax, members);
  return tag && unionWith(world, members, tag, alias);
}

/** The union of some of a union's classes; of one class, that class. */
export function partOf(world: World, info: UnionInfo, members: readonly ClassInfo[]): Type | null {
  const [only, ...more] = members;
  if (!only) return null;
  return more.length === 0 ? { kind: "class", info: only } : unionWith(world, members, info);
}

function unionWith(
  world: World,
  members: readonly ClassInfo[],
  tag: { tag: string; type: Type & { kind: "enum" } },
  alias?: string,
): Type {
  const key = members.map((info) => info.cName).join();
  const known = world.unions.get(key);
  if (known) return { kind: "union", info: known };
  const name = alias ?? members.map(className).join(" | ");
  const cName = world.freshName(alias ?? members.map((info) => info.cName).join("_or_"));
  const info: UnionInfo = { name, cName, members, tag: tag.tag, type: tag.type };
  world.unions.set(key, info);
  return { kind: "union", info };
}

function commonTag(
  world: World,
  syntax: UnionSyntax,
  members: readonly ClassInfo[],
): { tag: string; type: Type & { kind: "enum" } } | null {
  const wrong = (why: string) => {
    world.sink.report(syntax.at, "unionShape", why);
    return null;
  };
  const first = members[0]?.fields[0];
  const seen = new Set<bigint>();
  for (const info of members) {
    const field = info.fields[0];
    if (!field || field.tag === null || field.type.kind !== "enum")
      return wrong(`the first field of \`${className(info)}\` is no \`readonly\` tag`);
    if (field.name !== first?.name || first.type.kind !== "enum" || field.type.info !== first.type.info)
      return wrong(`the tag of \`${className(info)}\` has another name or enum than that of the others`);
    if (seen.has(field.tag)) return wrong(`two classes have the tag ${field.tag}`);
    seen.add(field.tag);
  }
  return first?.type.kind === "enum" ? { tag: first.name, type: first.type } : null;
}
