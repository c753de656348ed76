// Tries every way to the network once, in this thread, in a thread and in a forked process, so that the guard can be seen to catch them.
import { fork } from 'node:child_process';
import dgram from 'node:dgram';
import dns, { promises } from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net, { createServer } from 'node:net';
import tls from 'node:tls';
import { isMainThread, Worker } from 'node:worker_threads';

const attempts = {
  'net.connect': () => net.connect(9, '127.0.0.1'), 'net.listen': () => createServer().listen(0), 'tls.connect': () => tls.connect(9, '127.0.0.1'),
  'http.get': () => http.get('http://127.0.0.1:9'), 'https.request': () => https.request('https://127.0.0.1:9'), 'http2.connect': () => http2.connect('http://127.0.0.1:9'),
  'dgram.createSocket': () => dgram.createSocket('udp4'), 'dns.lookup': () => dns.lookup('localhost', () => undefined), 'dns.promises.resolve4': () => promises.resolve4('localhost'),
  fetch: () => fetch('http://127.0.0.1:9'),
};

if (!isMainThread || process.argv[2] === 'child') net.connect(9, '127.0.0.1');
for (const [label, attempt] of Object.entries(attempts)) {
  try { await attempt(); process.stdout.write(`passed ${label}\n`); } catch (error) { process.stdout.write(`${/No network here: (\S+)/.exec(error.message)?.[1] ?? error.message}\n`); }
}
new Worker(new URL(import.meta.url)).once('error', error => { process.stdout.write(`thread: ${error.message}\n`); });
fork(new URL(import.meta.url), ['child'], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
