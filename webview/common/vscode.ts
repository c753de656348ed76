import type { Port } from '../../extension/core/protocol/rpc';

interface VsCodeApi { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void }
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** The message channel to the extension host. */
export const hostPort: Port = {
  post: message => { api.postMessage(message); },
  listen: handler => { window.addEventListener('message', (event: MessageEvent<unknown>) => { handler(event.data); }); },
};

/** What the page kept when it was last hidden, laid over the defaults; fields of another type are ignored. */
export function loadState<T extends object>(defaults: T): T {
  const kept = api.getState();
  if (typeof kept !== 'object' || kept === null) return { ...defaults };
  const entries = Object.entries(kept).filter(([key, value]) =>
    Object.hasOwn(defaults, key) && typeof value === typeof defaults[key as keyof T]);
  return { ...defaults, ...Object.fromEntries(entries) };
}

/** Keeps what the page needs to come back as it was after a tab switch or a reload. */
export function saveState(state: object): void {
  api.setState(state);
}
