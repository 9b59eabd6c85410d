/** Counts the primes below 100: `npx ts2c run docs/examples/first.ts` */
const LIMIT = 100;

const composite: FixedArray<bool, typeof LIMIT> = zeroed();

function markMultiples(prime: u32): void {
  for (let multiple: u32 = prime * prime; multiple < LIMIT; multiple += prime) {
    composite[multiple] = true;
  }
}

export function main(): i32 {
  let count: u32 = 0;
  for (let n: u32 = 2; n < LIMIT; n++) {
    if (!composite[n]) {
      count++;
      markMultiples(n);
    }
  }
  print("primes below 100: ");
  print(count);
  print("\n");
  return 0;
}
