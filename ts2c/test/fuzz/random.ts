/**
 * Random choices that a seed repeats exactly (xorshift128, Marsaglia 2003).
 */
export class Random {
  private readonly state: Uint32Array;

  constructor(seed: number) {
    this.state = Uint32Array.of(seed ^ 0x9e3779b9, seed ^ 0x243f6a88, 0xb7e15162 + seed, 0xdeadbeef);
    for (let i = 0; i < 16; i++) this.word();
  }

  /** 32 random bits. */
  word(): number {
    const [x = 0, y = 0, z = 0, w = 0] = this.state;
    const t = x ^ (x << 11);
    this.state.set([y, z, w, w ^ (w >>> 19) ^ t ^ (t >>> 8)]);
    return this.state[3] as number;
  }

  /** 64 random bits. */
  wide(): bigint {
    return (BigInt(this.word()) << 32n) | BigInt(this.word());
  }

  /** From 0 up to, and without, the limit. */
  below(limit: number): number {
    return this.word() % limit;
  }

  /** True so many times of a hundred. */
  percent(chance: number): boolean {
    return this.below(100) < chance;
  }

  /** One of them. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error("nothing to choose from");
    return items[this.below(items.length)] as T;
  }

  /** One of them, by weights. */
  weighted<T>(items: readonly (readonly [number, T])[]): T {
    let left = this.below(items.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, item] of items) {
      if (left < weight) return item;
      left -= weight;
    }
    throw new Error("weights do not add up");
  }
}
