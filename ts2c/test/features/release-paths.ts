/* prints
a.bdbbd.bdbbb.bdbb-a4031862966 1663923997
a.bdbbbb.bdbb-a1163677110 3046836509
a.bdbbb-a4104011 41040111
a.bdbbdbba510403 809056816
a.bdbbddbbb.bdbb-a1689214902 4007247133
a.bdbbd.bdbbbdbba2320764677 2204852157
abdbbdbdbbbbdbb-a674355382 2448586525
a.bdbbd.bdbbb.bdbbaa1 285386531
*/
// Releases on every way out of nested scopes.
class R {
  n: u32 = 0;
  private log: L | null;
  constructor(
    private c: string,
    log: L,
  ) {
    this.log = log;
    log.n += 1;
  }
  [Symbol.dispose](): void {
    const x = this.log;
    if (x) x.n = x.n * 10 + this.n;
    print(this.c);
  }
}
class L {
  n: u32 = 0;
}
const l: L = zeroed();
function f(k: u32): u32 {
  using a = new R("a", l);
  a.n = 1;
  for (let i: u32 = 0; i < 3; i++) {
    using b = new R("b", l);
    b.n = i;
    if (k === 1 && i === 1) continue;
    if (k === 2 && i === 1) break;
    using c = b,
      d = new R("d", l);
    d.n = 4;
    if (k === 3 && i === 1) return a.n++ + l.n;
    switch (i) {
      case 0: {
        using e = a;
        break;
      }
      case 1: {
        using g = d;
        if (k === 4) continue;
        break;
      }
      default: {
        using h = c;
        if (k === 5) return l.n;
      }
    }
    do {
      using z = c;
      if (k === 6) {
        continue;
      }
      print(".");
    } while (false);
  }
  if (k === 7) {
    using m: R | null = null;
    using n = k > 3 ? a : null;
    return 1;
  }
  print("-");
  return l.n;
}
export function main(): i32 {
  for (let k: u32 = 0; k < 8; k++) {
    print(f(k));
    print(" ");
    print(l.n);
    print("\n");
    l.n = k;
  }
  return 0;
}
