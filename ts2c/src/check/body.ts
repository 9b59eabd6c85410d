/**
 * The function being lowered: its locals, what it refers to, and the temporaries that keep the written order.
 */
import { atom, type CExpression, type CStatement, type CUsage, cast, declareTemporary } from "../c/tree.ts";
import type { MessageName, Position } from "../diagnostics.ts";
import type { FunctionTree, ModuleTree, Variable } from "../tree.ts";
import { declareLoose, isMisaligned } from "./alignment.ts";
import { declareValue } from "./ctypes.ts";
import { Flows } from "./escape.ts";
import { localName } from "./names.ts";
import { type Type, VOID } from "./types.ts";
import { conflicts, referenceC, TRAPS, type Value, WRITES_LOCAL, WRITES_MEMORY } from "./value.ts";
import type { FunctionInfo, GlobalInfo, World } from "./world.ts";

export interface LocalInfo {
  readonly cName: string;
  readonly type: Type;
  /** The object itself lies on the stack. */
  readonly place: boolean;
  /** What it may lead into (escape.ts). */
  origin: number;
  readonly usage: CUsage;
  /** Largest value while a counting loop runs. */
  max?: bigint;
}

/** A local that `using` declares: what its release is called on. */
export interface Release {
  readonly local: LocalInfo;
  readonly at: Position;
}

/** A list of statements around the one being lowered. */
interface BlockScope {
  readonly kind: "block" | "loop" | "switch";
  readonly releases: Release[];
}

export class Body {
  /** The lists of statements around, innermost last. */
  readonly blocks: BlockScope[] = [];
  /** Functions called here by name, and the types of those called by value. */
  readonly calls = new Set<FunctionInfo>();
  readonly indirectCalls = new Set<string>();
  readonly locals = new Map<Variable, LocalInfo>();
  /** What becomes of references here. */
  readonly flows = new Flows();
  readonly references = new Set<GlobalInfo | FunctionInfo>();
  /** Parameters of a constructor whose values are known. */
  readonly constants = new Map<Variable, Value>();
  result: Type = VOID;
  private temporaries = 0;

  constructor(
    readonly world: World,
    readonly module: ModuleTree,
    readonly tree: FunctionTree | null,
    /** What assignments in loops let locals lead into, for what stands before them. */
    readonly pointing: Map<Variable, number> = new Map(),
  ) {}

  report(at: Position, name: MessageName, ...values: string[]): void {
    this.world.sink.report(at, name, ...values);
  }

  /** Notes a call of a function by name. */
  callTo(info: FunctionInfo): void {
    this.references.add(info);
    this.calls.add(info);
  }

  /** Notes that a function is used as a value. */
  valueOf(info: FunctionInfo): void {
    this.references.add(info);
    this.world.values.add(info);
  }

  /** Makes a local known. */
  declareLocal(variable: Variable, type: Type, place: boolean, origin: number): LocalInfo {
    const cName = localName(variable.name, (name) => this.world.globalNames.has(name));
    const reaches = origin | (this.pointing.get(variable) ?? 0);
    const info: LocalInfo = { cName, type, place, origin: reaches, usage: { reads: 0 } };
    this.locals.set(variable, info);
    return info;
  }

  /** Notes that a local may lead into something from here on; in a loop, before, too. */
  leadsInto(variable: Variable, origin: number): void {
    const local = this.locals.get(variable);
    if (local) local.origin |= origin;
    if (this.blocks.some(({ kind }) => kind === "loop"))
      this.pointing.set(variable, (this.pointing.get(variable) ?? 0) | origin);
  }

  temporaryName(): string {
    this.temporaries += 1;
    return `ts2c_t${this.temporaries}`;
  }

  /** A step that keeps a value in a temporary, and the value read from there. */
  keep(value: Value): { step: CStatement; value: Value } {
    const name = this.temporaryName();
    const text = isMisaligned(value)
      ? declareLoose(this, value, name)
      : declareValue(this.world.spans, value.type, name);
    const step = declareTemporary(text, referenceC(value));
    const { place: _, lvalue: __, ...rest } = value;
    return { step, value: { ...rest, c: atom(name), effects: 0, simple: true } };
  }

  /** The value in a form that may be written twice. */
  once(value: Value): { steps: CStatement[]; value: Value } {
    if (value.simple) return { steps: [], value };
    const kept = this.keep(value);
    return { steps: [kept.step], value: kept.value };
  }

  /** Operands whose order can be seen, but for the last, go through temporaries. */
  inOrder(values: readonly Value[]): { steps: CStatement[]; values: Value[] } {
    let last = -1;
    for (let late = 1; late < values.length; late++) {
      for (let early = 0; early < late; early++) {
        if (conflicts(values[early]?.effects ?? 0, values[late]?.effects ?? 0)) last = late;
      }
    }
    const steps: CStatement[] = [];
    const result = values.map((value, position) => {
      if (position >= last || value.constant !== undefined || value.effects === 0) return value;
      const kept = this.keep(value);
      steps.push(kept.step);
      return kept.value;
    });
    return { steps, values: result };
  }

  /** The arguments that tell a failed check where it stands. */
  where(at: Position): CExpression[] {
    return [atom(`&${this.world.fileConstant(this.module)}`), atom(String(at.line))];
  }
}

/** Steps before a value, as a statement expression where there are any. */
export function afterSteps(steps: readonly CStatement[], value: CExpression): CExpression {
  return steps.length === 0 ? value : { k: "sequence", steps, value };
}

/** A constant in place of a value that is evaluated for its effects alone. */
export function insteadOf(evaluated: Value, constant: Value): Value {
  if ((evaluated.effects & (WRITES_MEMORY | WRITES_LOCAL | TRAPS)) === 0) {
    if (evaluated.usage) evaluated.usage.reads -= 1;
    return constant;
  }
  const steps: CStatement[] = [{ k: "expression", e: cast("void", referenceC(evaluated)), at: null }];
  return { type: constant.type, c: afterSteps(steps, constant.c), effects: evaluated.effects };
}

/** All effects of several operands together. */
export function allEffects(values: readonly Value[]): number {
  return values.reduce((sum, value) => sum | value.effects, 0);
}
