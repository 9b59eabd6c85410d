/**
 * What a program consists of: modules, and the things that names stand for.
 */
import { StepLimit } from "./outcome.ts";
import type { ts } from "./syntax.ts";
import type { ClassInfo, EnumInfo, FunctionType, Type } from "./types.ts";
import type { Frame, Value } from "./values.ts";

/** The outside world of a running program. */
export class Machine {
  /** Everything printed so far, as bytes. */
  readonly output: number[] = [];
  private steps = 0;

  constructor(
    private readonly maximumSteps: number,
    /** Functions the program declares and does not define, by name. */
    readonly externals: ReadonlyMap<string, (...values: Value[]) => Value>,
    /** 4 or 8: what `sizeOf` of a pointer gives. */
    readonly pointerBytes: number,
  ) {}

  /** Counts a call or one turn of a loop. */
  step(): void {
    this.steps += 1;
    if (this.steps > this.maximumSteps) throw new StepLimit(`more than ${this.maximumSteps} steps`);
  }

  /** Allows as many steps again. */
  resetSteps(): void {
    this.steps = 0;
  }
}

export interface Module {
  /** Absolute. */
  readonly path: string;
  /** As failed checks show it: relative to the root. */
  readonly shown: string;
  readonly file: ts.SourceFile;
  readonly names: Map<string, Entity>;
  readonly machine: Machine;
}

/** A function with a body, an arrow function, or an external one; as a value it is itself. */
export interface FunctionEntity {
  readonly kind: "function";
  readonly name: string;
  readonly node: ts.FunctionDeclaration | ts.ArrowFunction;
  readonly module: Module;
  /** Resolved on first use. */
  type: FunctionType | null;
  /** Compiled on first call. */
  code: Code | null;
}

export interface Code {
  readonly frameSize: number;
  readonly run: (frame: Frame) => Value;
}

/** A module variable; `cell` holds its one value. */
export interface GlobalEntity {
  readonly kind: "global";
  readonly node: ts.VariableDeclaration;
  readonly module: Module;
  readonly mutable: boolean;
  state: "new" | "resolving" | "ready";
  type: Type;
  /** The value of a constant integer. */
  constant: bigint | undefined;
  readonly cell: Value[];
}

export type Entity =
  | FunctionEntity
  | GlobalEntity
  | { readonly kind: "local"; readonly slot: number; readonly type: Type }
  | {
      readonly kind: "class";
      readonly node: ts.ClassDeclaration;
      readonly module: Module;
      info: ClassInfo | null;
    }
  | {
      readonly kind: "enum";
      readonly node: ts.EnumDeclaration;
      readonly module: Module;
      info: EnumInfo | null;
    }
  | { readonly kind: "alias"; readonly node: ts.TypeAliasDeclaration; readonly module: Module }
  | { readonly kind: "import"; readonly module: Module; readonly name: string };

/** Where names are looked up while a function is compiled. */
export class Scope {
  private readonly names = new Map<string, Entity>();

  constructor(
    readonly module: Module,
    readonly around: Scope | null,
    /** Shared by all scopes of one function. */
    readonly body: BodyInfo,
  ) {}

  /** Makes a local known and gives it a slot of its own in the frame. */
  declare(name: string, type: Type): number {
    const slot = this.body.frameSize;
    this.body.frameSize += 1;
    this.names.set(name, { kind: "local", slot, type });
    return slot;
  }

  /** A scope inside this one. */
  inner(): Scope {
    return new Scope(this.module, this, this.body);
  }

  /** What a name stands for here; undefined for the library's own names. */
  find(name: string): Entity | undefined {
    return this.names.get(name) ?? (this.around ? this.around.find(name) : findInModule(this.module, name));
  }
}

export interface BodyInfo {
  frameSize: number;
  result: Type;
}

/** A scope for what stands at module level. */
export function moduleScope(module: Module, result: Type): Scope {
  return new Scope(module, null, { frameSize: 0, result });
}

/** What a name stands for in a module, through its imports. */
export function findInModule(module: Module, name: string): Entity | undefined {
  const found = module.names.get(name);
  return found?.kind === "import" ? findInModule(found.module, found.name) : found;
}
