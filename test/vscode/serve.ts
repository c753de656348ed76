/** Serves a folder in a browser VS Code with the extension installed, until Ctrl+C: `serve.ts VSIX FOLDER`. */
import path from 'node:path';
import { startHost } from './lib/host';

async function serve(vsix: string, folder: string): Promise<void> {
  const host = await startHost({ vsix, folder });
  console.log(`\nVS Code with Undertone: ${host.url}\nCtrl+C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void host.stop().then(() => process.exit(0)));
}

const [vsix, folder] = process.argv.slice(2).map(name => path.resolve(name));
void serve(vsix, folder);
