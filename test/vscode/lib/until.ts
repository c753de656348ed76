/** Waits up to a minute until something holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !await holds();) {
    if (Date.now() > deadline) throw new Error(`not within a minute: ${what}`);
    await new Promise(resolve => { setTimeout(resolve, 100); });
  }
}
