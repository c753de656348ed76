/** Serves a folder in a browser VS Code with the extension installed, until Ctrl+C: `serve.ts VSIX FOLDER`. */
import path from 'node:path';
import { startHost } from './lib/host';

const [vsix, folder] = process.argv.slice(2).map(name => path.resolve(name));
const host = await startHost({ vsix, folder });
console.log(`\nVS Code with Undertone: ${host.url}\nCtrl+C ends it.`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void host.stop().then(() => process.exit(0)));
