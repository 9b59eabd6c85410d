/* prints
end abBA
return aA3
break aAaAe
continue aAaAaA
nested abcCBA
none aA
switch abBA
order aA12
held 10 0
*/
// spec: L-26.1, L-26.2, L-26.3, L-26.4
class Lock {
  private name: string = "";
  private end: string = "";
  held: u32 = 0;
  take(name: string, end: string): Lock {
    this.name = name;
    this.end = end;
    this.held += 1;
    print(name);
    return this;
  }
  [Symbol.dispose](): void {
    this.held -= 1;
    print(this.end);
  }
}

class Scope {
  constructor(private readonly end: string) {}
  [Symbol.dispose](): void {
    print(this.end);
  }
}

const a: Lock = zeroed();
const b: Lock = zeroed();

function end(): void {
  using first = a.take("a", "A");
  using second = b.take("b", "B");
}

function returns(): u32 {
  using lock = a.take("a", "A");
  return lock.held + 2;
}

function breaks(): void {
  for (let i: u32 = 0; ; i++) {
    using lock = a.take("a", "A");
    if (i === 1) break;
  }
  print("e");
}

function continues(): void {
  for (let i: u32 = 0; i < 3; i++) {
    using lock = a.take("a", "A");
    if (i < 3) continue;
    print("never");
  }
}

function nested(limit: u32): bool {
  using first = a.take("a", "A");
  while (true) {
    using second = b.take("b", "B");
    {
      using third = new Scope("C");
      print("c");
      if (limit > 0) return true;
    }
  }
}

function maybe(lock: Lock | null): void {
  using held = lock;
  if (held === null) print("none ");
}

function chosen(value: u32): void {
  using outer = a.take("a", "A");
  switch (value) {
    case 1: {
      using inner = b.take("b", "B");
      break;
    }
    default:
      print("never");
  }
}

function order(): u32 {
  using lock = a.take("a", "A");
  lock.held += 10;
  return lock.held + 1;
}

export function main(): i32 {
  print("end ");
  end();
  print("\nreturn ");
  print(returns());
  print("\nbreak ");
  breaks();
  print("\ncontinue ");
  continues();
  print("\nnested ");
  nested(1);
  print("\n");
  maybe(null);
  maybe(a.take("a", "A"));
  print("\nswitch ");
  chosen(1);
  print("\norder ");
  print(order());
  print("\nheld ");
  print(a.held);
  print(" ");
  print(b.held);
  print("\n");
  return 0;
}
