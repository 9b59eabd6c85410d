/**
 * C declarations of our types.
 *
 * Invariants: `declareValue` says how a value travels (references are pointers), `declareStorage` how it lies in
 * memory (classes and arrays in place).
 */
import { integerName, type Type } from "./types.ts";

type SpanType = Type & { kind: "span" };

/** Names a span type needs; filled while declarations are made, printed at the top of the C file. */
export class SpanTypes {
  readonly spans = new Map<string, SpanType>();

  /** The struct tag of a span type. */
  tag(type: SpanType): string {
    const tag = mangle(type);
    if (!this.spans.has(tag)) this.spans.set(tag, type);
    return tag;
  }
}

/** A type as part of a C name. */
export function mangle(type: Type): string {
  switch (type.kind) {
    case "integer":
      return integerName(type);
    case "float":
      return `f${type.bits}`;
    case "enum":
      return integerName(type.info.base);
    case "class":
    case "union":
      return type.info.cName;
    case "array":
      return `${type.volatile ? "v_" : ""}${mangle(type.element)}x${type.length}`;
    case "span":
      return `span_${type.volatile ? "v_" : ""}${mangle(type.element)}`;
    case "nullable":
      return `p_${mangle(type.of)}`;
    case "function":
      return `f_${[...type.parameters, type.result].map(mangle).join("_")}_`;
    default:
      return type.kind;
  }
}

function join(base: string, name: string): string {
  return name === "" ? base : `${base} ${name}`;
}

/** The declaration of a variable, parameter or field that holds a value of the type. */
export function declareValue(spans: SpanTypes, type: Type, name: string): string {
  switch (type.kind) {
    case "class":
    case "union":
      return join(`struct ${type.info.cName}`, `*${name}`);
    case "array":
      return declareStorage(
        spans,
        type.element,
        type.element.kind === "array" ? `(*${name})` : `*${name}`,
        type.volatile,
      );
    case "nullable":
      return declareValue(spans, type.of, name);
    default:
      return declareStorage(spans, type, name, false);
  }
}

/** The declaration of memory that holds the type in place. */
export function declareStorage(spans: SpanTypes, type: Type, name: string, volatile: boolean): string {
  const qualifier = volatile ? "volatile " : "";
  switch (type.kind) {
    case "integer":
      return join(qualifier + integerName(type), name);
    case "float":
      return join(`${qualifier}f${type.bits}`, name);
    case "enum":
      return join(qualifier + integerName(type.info.base), name);
    case "bool":
      return join(`${qualifier}bool`, name);
    case "string":
      return join("ts2c_string", name);
    case "class":
      return join(`struct ${type.info.cName}`, name);
    case "span":
      return join(`struct ${spans.tag(type)}`, name);
    case "array":
      return declareStorage(spans, type.element, `${name}[${type.length}]`, type.volatile);
    case "nullable":
      return declareValue(spans, type.of, name);
    case "union":
      return declareValue(spans, type, name);
    case "function": {
      const parameters = type.parameters.map((parameter) => declareValue(spans, parameter, "")).join(", ");
      return declareValue(spans, type.result, `(*${name})(${parameters || "void"})`);
    }
    default:
      return join("void", name);
  }
}
