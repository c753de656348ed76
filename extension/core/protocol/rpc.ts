/** Typed calls between two ends of a message channel (host and worker, host and page), derived from one interface of async methods. */

/** An interface of async methods; the other end implements it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the bound that lets Parameters<> infer each method's own arguments
export type Methods<T> = { [K in keyof T]: (...args: any[]) => Promise<unknown> };

/** The reply to a call: its value, or why it failed. */
export type Reply = { id: number; ok: unknown } | { id: number; error: string };

/** A one-way message, for progress. */
export interface Event { event: string; data: unknown }

/** What a channel must offer; MessagePort, Webview and child process all fit. */
export interface Port { post(message: unknown): void; listen(handler: (message: unknown) => void): void }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** True when a message has the form of a call; its method and arguments are still to be checked by the callee. */
export function isCall(message: unknown): message is { id: number; method: string; args: unknown[] } {
  return isRecord(message) && typeof message.id === 'number' && typeof message.method === 'string' && Array.isArray(message.args);
}

/** True when a message has the form of a reply. */
export function isReply(message: unknown): message is Reply {
  return isRecord(message) && typeof message.id === 'number' && ('ok' in message || typeof message.error === 'string');
}

/** True when a message has the form of an event. */
export function isEvent(message: unknown): message is Event {
  return isRecord(message) && typeof message.event === 'string' && 'data' in message;
}

/** Serves `methods` on a port: only own methods are callable, and every failure becomes an error reply. */
export function serve<T extends Methods<T>>(port: Port, methods: T): (event: string, data: unknown) => void {
  port.listen(message => {
    if (!isCall(message)) return;
    const { id, method, args } = message;
    const target = Object.hasOwn(methods, method) ? methods[method as keyof T] : undefined;
    if (typeof target !== 'function') return port.post({ id, error: `unknown method: ${method.slice(0, 80)}` });
    Promise.resolve().then(() => target.apply(methods, args)).then(
      ok => port.post({ id, ok: ok ?? null }),
      (error: unknown) => port.post({ id, error: error instanceof Error ? error.message : String(error) }));
  });
  return (event, data) => port.post({ event, data });
}

/** The caller's end. `close` rejects what is still waiting. */
export interface Client<T> { call: T; onEvent(handler: (event: string, data: unknown) => void): void; close(reason: string): void }

/** Makes a caller for the methods that the other end of the port serves. */
export function connect<T extends Methods<T>>(port: Port): Client<T> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners: ((event: string, data: unknown) => void)[] = [];
  // not from 0: a page that is loaded again must not take the answers to its former self
  let next = Math.floor(Math.random() * 2 ** 40);
  let closed: string | undefined;
  port.listen(message => {
    if (isEvent(message)) return listeners.forEach(listen => listen(message.event, message.data));
    if (!isReply(message)) return;
    const entry = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) entry?.reject(new Error(message.error)); else entry?.resolve(message.ok);
  });
  const invoke = (method: string, args: unknown[]) => new Promise((resolve, reject) => {
    if (closed) return reject(new Error(closed));
    waiting.set(++next, { resolve, reject });
    port.post({ id: next, method, args });
  });
  return {
    call: new Proxy({} as T, { get: (_target, method) => (...args: unknown[]) => invoke(String(method), args) }),
    onEvent: handler => { listeners.push(handler); },
    close: reason => { closed = reason; waiting.forEach(entry => entry.reject(new Error(reason))); waiting.clear(); },
  };
}
