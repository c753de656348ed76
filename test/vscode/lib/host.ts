import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findHost, hostMissing, type InstalledHost } from './find';

/** What to start: the extension as a VSIX, and the files of the workspace. */
export interface HostOptions {
  /** VSIX to install; absent = a VS Code without it. */
  vsix?: string;
  /** Folder to open; absent = a workspace of its own, removed at the end. */
  folder?: string;
  /** Files or folders copied into the workspace, by their base name. */
  copy?: string[];
  /** Workspace-relative path -> content. */
  files?: Record<string, string | Uint8Array>;
  /** User settings, over the quiet defaults. */
  settings?: Record<string, unknown>;
}

/** A running VS Code server with a profile and a workspace of its own, in a temporary folder. */
export interface Host {
  workspace: string;
  /** Opens the workspace; holds the connection token, because whoever reaches the port can run code. */
  url: string;
  /** Ends the server and all its processes and removes the temporary folder. */
  stop(): Promise<void>;
}

/** A workbench without greetings, experiments, updates or anything that calls home. */
const quietSettings = {
  'workbench.startupEditor': 'none', 'workbench.tips.enabled': false, 'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden', 'workbench.editor.languageDetection': false, 'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true, 'security.workspace.trust.enabled': false, 'telemetry.telemetryLevel': 'off', 'update.mode': 'none',
  'extensions.autoUpdate': false, 'extensions.autoCheckUpdates': false, 'extensions.ignoreRecommendations': true, 'git.enabled': false,
  'editor.accessibilitySupport': 'off', 'editor.minimap.enabled': false, 'files.hotExit': 'off', 'window.restoreWindows': 'none',
};

/** The environment without what a surrounding VS Code, Electron or test runner left in it, and with its own home. */
function environment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS$|NODE_TEST)/.test(name));
  const own = Object.fromEntries(['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'].map(name => [name, path.join(home, 'xdg')]));
  return { ...Object.fromEntries(kept), ...own, HOME: home, XDG_RUNTIME_DIR: path.join(home, 'r'), TMPDIR: path.join(home, 'r') };
}

function makeWorkspace(folder: string, options: HostOptions): void {
  mkdirSync(folder, { recursive: true });
  for (const source of options.copy ?? []) cpSync(source, path.join(folder, path.basename(source)), { recursive: true });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

/** Resolves with the port once the server says that it listens. */
function listening(child: ChildProcess, logFile: string): Promise<number> {
  const log = createWriteStream(logFile);
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (why: string) => reject(new Error(`VS Code server ${why}; log ${logFile}\n${text.slice(-2000)}`));
    const timer = setTimeout(() => fail('did not start within 90 s'), 90_000);
    const read = (data: Buffer) => {
      log.write(data);
      if (text.length < 100_000) text += data;
      const port = /Extension host agent listening on (\d+)/.exec(text)?.[1];
      if (port) { clearTimeout(timer); resolve(Number(port)); }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', code => { clearTimeout(timer); fail(`exited with ${code}`); });
  });
}

/** The server forks; it leads its own process group, and the whole group gets the signal. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try { process.kill(-(child.pid ?? 0), signal); } catch { /* already gone */ }
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise(resolve => child.once('exit', resolve));
    signalGroup(child, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 5000);
    await gone;
    clearTimeout(timer);
  }
  signalGroup(child, 'SIGKILL');
}

function installed(): InstalledHost {
  const host = findHost();
  if (!host) throw new Error(hostMissing());
  return host;
}

/** A temporary home: profile, extensions, sockets and, unless a folder is given, the workspace. */
function makeHome(options: HostOptions): { home: string; workspace: string } {
  const home = mkdtempSync(path.join(tmpdir(), 'vsch-')); // short: the path of a unix socket is limited to about 107 characters
  const workspace = options.folder ?? path.join(home, 'workspace');
  mkdirSync(path.join(home, 'u/User'), { recursive: true });
  mkdirSync(path.join(home, 'r'));
  makeWorkspace(workspace, options);
  writeFileSync(path.join(home, 'u/User/settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }));
  return { home, workspace };
}

/** Installs the VSIX into a fresh profile and starts VS Code's server on it, on loopback only. */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const { node, entry } = installed();
  const { home, workspace } = makeHome(options);
  const words = [entry, '--accept-server-license-terms', '--server-data-dir', path.join(home, 's'), '--user-data-dir', path.join(home, 'u'),
    '--extensions-dir', path.join(home, 'x'), '--telemetry-level', 'off'];
  const env = environment(home);
  if (options.vsix) await promisify(execFile)(node, [...words, '--install-extension', options.vsix, '--force'], { env, timeout: 120_000 });
  const token = randomBytes(16).toString('hex');
  const child = spawn(node, [...words, '--host', '127.0.0.1', '--port', '0', '--connection-token', token, '--disable-workspace-trust'],
    { env, cwd: home, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const killAtExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killAtExit);
  const port = await listening(child, path.join(home, 'server.log'));
  return {
    workspace, url: `http://127.0.0.1:${port}/?${new URLSearchParams({ tkn: token, folder: workspace })}`,
    async stop() {
      process.off('exit', killAtExit);
      await endGroup(child);
      if (!process.env.KEEP_HOST_TMP) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
