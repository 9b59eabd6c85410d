/**
 * What a program consists of: modules, and the things that names stand for.
 */
import type { Fraction } from "./floats.ts";
import type { Facts } from "./narrowing.ts";
import { StepLimit } from "./outcome.ts";
import type { ts } from "./syntax.ts";
import type { Argument, ClassInfo, EnumInfo, FunctionType, Type } from "./types.ts";
import { VOID } from "./types.ts";
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
  /** Where names are looked up next; only modules that bind type parameters have one. */
  readonly around?: Module;
}

/** A member of a class that is code. */
export type MemberNode =
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration
  | ts.ConstructorDeclaration;

/** A function with a body, a method, an arrow function, or an external one; as a value it is itself. */
export interface FunctionEntity {
  readonly kind: "function";
  readonly name: string;
  readonly node: ts.FunctionDeclaration | ts.ArrowFunction | MemberNode;
  readonly module: Module;
  /** The class of `this`, which is the first parameter; null for everything but methods. */
  readonly receiver: ClassInfo | null;
  /** Of a generic function: those made so far, by their type arguments. */
  readonly instances: Map<string, FunctionEntity>;
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
  readonly node: ts.VariableDeclaration | ts.PropertyDeclaration;
  readonly module: Module;
  readonly mutable: boolean;
  state: "new" | "resolving" | "ready";
  type: Type;
  /** The value of a constant integer. */
  constant: bigint | undefined;
  /** That of a floating-point constant without a type. */
  fraction?: Fraction | undefined;
  readonly cell: Value[];
}

/** A class as declared; its objects have the type of one of the instances. */
export interface ClassEntity {
  readonly kind: "class";
  readonly node: ts.ClassDeclaration;
  readonly module: Module;
  /** By their type arguments. */
  readonly instances: Map<string, ClassInfo>;
  /** Static functions and fields. */
  readonly statics: Map<string, FunctionEntity | GlobalEntity>;
}

export interface AliasEntity {
  readonly kind: "alias";
  readonly node: ts.TypeAliasDeclaration;
  readonly module: Module;
}

export type Entity =
  | FunctionEntity
  | GlobalEntity
  | { readonly kind: "local"; readonly slot: number; readonly type: Type }
  | ClassEntity
  | {
      readonly kind: "enum";
      readonly node: ts.EnumDeclaration;
      readonly module: Module;
      info: EnumInfo | null;
    }
  | { readonly kind: "typeParameter"; readonly argument: Argument }
  | AliasEntity
  | { readonly kind: "import"; readonly module: Module; readonly name: string };

/** A local that is released at the end of its scope. */
export type Release = (frame: Frame) => void;

/** Where names are looked up while a function is compiled. */
export class Scope {
  private readonly names = new Map<string, Entity>();
  /** What is released at its end, in the order of declaration. */
  readonly releases: Release[] = [];
  private readonly facts: Facts = new Map();

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

  /** A scope inside this one, where more is known. */
  inner(facts?: Facts): Scope {
    const scope = new Scope(this.module, this, this.body);
    if (facts) scope.learn(facts);
    return scope;
  }

  /** What is known from here on. */
  learn(facts: Facts): void {
    for (const [text, members] of facts) this.facts.set(text, members);
  }

  /** The classes that the object of this text has here; undefined when nothing is known. */
  fact(text: string): readonly ClassInfo[] | undefined {
    return this.facts.get(text) ?? this.around?.fact(text);
  }

  /** Ends what is known of something and of all that is reached through it. */
  forget(text: string): void {
    for (const known of [...this.facts.keys()]) {
      const ends = known === text || known.startsWith(`${text}.`) || known.startsWith(`${text}[`);
      if (ends) this.facts.delete(known);
    }
    this.around?.forget(text);
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

/** A function, not yet looked at. */
export function functionEntity(
  name: string,
  node: FunctionEntity["node"],
  module: Module,
  receiver: ClassInfo | null = null,
): FunctionEntity {
  return { kind: "function", name, node, module, receiver, instances: new Map(), type: null, code: null };
}

/** A module variable, not yet looked at. */
export function globalEntity(node: GlobalEntity["node"], module: Module, mutable: boolean): GlobalEntity {
  return { kind: "global", node, module, mutable, state: "new", type: VOID, constant: undefined, cell: [] };
}

/** A scope for what stands at module level. */
export function moduleScope(module: Module, result: Type): Scope {
  return new Scope(module, null, { frameSize: 0, result });
}

/** What a name stands for in a module, through its imports. */
export function findInModule(module: Module, name: string): Entity | undefined {
  const found = module.names.get(name);
  if (!found && module.around) return findInModule(module.around, name);
  return found?.kind === "import" ? findInModule(found.module, found.name) : found;
}
