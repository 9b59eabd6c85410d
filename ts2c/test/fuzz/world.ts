/**
 * What a generated function can refer to: variables, fields, arrays, helpers.
 *
 * Invariant: a variable that steers a loop is not `mutable`, so every program ends.
 */
import type { BitsInfo } from "./bits.ts";
import type { LayoutInfo } from "./layouts.ts";
import type { Random } from "./random.ts";
import type { Expression, Typed, TypeName } from "./tree.ts";
import type { UnionClass } from "./unions.ts";
import type { IntegerName } from "./widths.ts";

/** Something that can be read, and perhaps written. */
export interface Storage {
  readonly e: Expression;
  readonly type: TypeName;
  readonly plain: boolean;
  readonly mutable: boolean;
  /** Read by a getter, written by a setter: neither `++` nor `--` takes it. */
  readonly accessor?: boolean;
  readonly constant?: bigint;
}

export interface ArrayInfo {
  readonly e: Expression;
  readonly element: TypeName;
  readonly length: number;
  /** A window: its length is not known to the compiler. */
  readonly span?: boolean;
}

export interface Helper {
  readonly name: string;
  readonly parameters: readonly IntegerName[];
  readonly result: IntegerName;
}

export interface FieldInfo {
  readonly name: string;
  readonly type: TypeName;
}

/** Something at module level that gives an integer. */
export interface Source {
  readonly name: string;
  readonly type: IntegerName;
}

/** Everything at module level. */
export interface Globals {
  readonly storage: Storage[];
  readonly arrays: ArrayInfo[];
  readonly helpers: Helper[];
  /** Methods of the class `Cell`. */
  readonly methods: Helper[];
  /** Its getters, each with a setter. */
  readonly accessors: { name: string; type: IntegerName }[];
  /** The fields of the class `Cell` that hold integers and booleans. */
  readonly fields: FieldInfo[];
  /** Members of the enum `Mode`. */
  readonly members: string[];
  /** Tables of functions by the type of the functions in them; all have two parameters of their result's type. */
  readonly tables: { name: string; type: IntegerName; length: number }[];
  /** Whether the program uses floating point. */
  readonly floats: boolean;
  /** Fields that are bits of a word. */
  readonly bits: BitsInfo[];
  /** The classes of the union `Shape`. */
  readonly unions: UnionClass[];
  /** Functions of a `Shape`. */
  readonly measures: Source[];
  /** Functions of one parameter of their result's type that hold guards. */
  readonly guarded: Source[];
  readonly layouts: LayoutInfo[];
  readonly grids: Source[];
  readonly pairs: { name: string; left: IntegerName; right: IntegerName }[];
}

/** One function being made. */
export class Scope {
  readonly variables: Storage[] = [];
  /** References to a `Cell` that are not null. */
  readonly cells: Expression[] = [];
  readonly arrays: ArrayInfo[] = [];
  private names = 0;

  constructor(
    readonly random: Random,
    readonly globals: Globals,
    readonly sites: { next: number },
    /** Whether helpers may be called. */
    readonly mayCall: boolean,
  ) {}

  /** A name of its own for a local. */
  name(): string {
    this.names += 1;
    return `v${this.names}`;
  }

  /** Forgets what was declared since; for blocks. */
  mark(): () => void {
    const sizes = [this.variables.length, this.cells.length, this.arrays.length] as const;
    return () => {
      this.variables.length = sizes[0];
      this.cells.length = sizes[1];
      this.arrays.length = sizes[2];
    };
  }

  private accessors(type: TypeName): Storage[] {
    const named = this.globals.accessors.filter((accessor) => accessor.type === type);
    return named.flatMap(({ name }) =>
      this.cells.map(
        (object): Storage => ({
          e: { kind: "member", object, name },
          type,
          plain: false,
          mutable: true,
          accessor: true,
        }),
      ),
    );
  }

  /** Everything of a type that can be read. */
  readable(type: TypeName): Storage[] {
    const fields = this.cells.flatMap((object) =>
      this.globals.fields
        .filter((field) => field.type === type)
        .map(
          (field): Storage => ({
            e: { kind: "member", object, name: field.name },
            type,
            plain: false,
            mutable: true,
          }),
        ),
    );
    if (this.mayCall) fields.push(...this.accessors(type));
    const found = [...this.variables, ...this.globals.storage].filter((storage) => storage.type === type);
    return [...found, ...fields];
  }
}

/** A storage as an expression. */
export function read(storage: Storage): Typed {
  const { e, type, plain, constant } = storage;
  return constant === undefined ? { e, type, plain } : { e, type, plain, constant };
}
