import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asWriteProblem } from './new-file';

/** A lock that the same owner holds for this long was left behind by a crash; a change takes milliseconds. */
const ABANDONED_MS = 5000;
const LOOK_EVERY_MS = 20;

/** Writes beside the file and renames, so that a crash or a full disk leaves either the old text or the new. Rejects with `WriteProblem`. */
export async function writeAtomically(path: string, text: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw asWriteProblem(path, error);
  }
}

/**
 * Changes a file that other windows and programs change too: each change starts from what the file holds then, so that none is lost.
 * `edit` gets its text, undefined where there is no file, and gives the new one, or undefined to leave it. Rejects with `WriteProblem` or what `edit` throws.
 */
export async function changeFile(path: string, edit: (text: string | undefined) => string | undefined): Promise<void> {
  const unlock = await lock(path);
  try {
    const text = edit(await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw asWriteProblem(path, error);
    }));
    if (text !== undefined) await writeAtomically(path, text);
  } finally {
    await unlock();
  }
}

/** Waits until nobody else changes the file. */
async function lock(path: string): Promise<() => Promise<void>> {
  const name = `${path}.lock`, own = randomUUID();
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => { throw asWriteProblem(path, error); });
  for (let owner = '', since = 0; !await take(name, own, path);) {
    const seen = await readFile(name, 'utf8').catch(() => '');
    if (seen !== owner || since === 0) [owner, since] = [seen, performance.now()];
    else if (performance.now() - since > ABANDONED_MS) await rm(name, { force: true });
    await new Promise(resolve => { setTimeout(resolve, LOOK_EVERY_MS); });
  }
  return () => rm(name, { force: true });
}

async function take(name: string, own: string, path: string): Promise<boolean> {
  try {
    const file = await open(name, 'wx');
    await file.writeFile(own).finally(() => file.close());
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    await rm(name, { force: true }).catch(() => undefined);
    throw asWriteProblem(path, error);
  }
}
