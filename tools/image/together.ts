/**
 * Waits for all, then fails with the first failure. `Promise.all` would go on while the rest still
 * runs: a build that failed must be over when it says so, since its lock is given up then.
 */
export async function together<T>(bodies: Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(bodies);
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
