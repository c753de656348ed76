// Stands where VS Code stands for a page: acquireVsCodeApi over the page's own events, the theme, and a record of what happened.
import type { Port } from '../../../extension/core/protocol/rpc';
import { applyTheme } from './themes';

/** The port that a stand-in host serves on, and `note` for the calls that it gets; both are on `window.fake` for the tests. */
export function standIn(emit: (event: string, data: unknown) => void): { port: Port; note: (method: string, args: unknown[]) => void } {
  const calls: { method: string; args: unknown[] }[] = [], violations: string[] = [];
  Object.assign(window, { fake: { calls, violations, emit } });
  document.addEventListener('securitypolicyviolation', event => { violations.push(`${event.violatedDirective}: ${event.blockedURI}`); });
  window.addEventListener('error', ({ message }) => { violations.push(message); });
  const listeners: ((message: unknown) => void)[] = [];
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => { const copy: unknown = structuredClone(message); setTimeout(() => { listeners.forEach(listen => { listen(copy); }); }, 0); },
      getState: (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
      setState: (state: unknown) => { sessionStorage.setItem('state', JSON.stringify(state)); },
    }),
  });
  applyTheme((new URLSearchParams(location.search).get('theme') ?? 'dark') as 'dark');
  return {
    port: {
      post: message => { window.dispatchEvent(new MessageEvent('message', { data: structuredClone(message) })); },
      listen: handler => { listeners.push(handler); },
    },
    note: (method, args) => { calls.push({ method, args }); },
  };
}
