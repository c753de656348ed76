// Preloaded (`node --import`) into whatever must not touch the network: every way to it is noted in $UNDERTONE_NETWORK_LOG and refused.
// Threads and forked processes get it through NODE_OPTIONS. What is still open at the end is looked up in /proc, which sees native code too.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import { isMainThread } from 'node:worker_threads';

const log = process.env.UNDERTONE_NETWORK_LOG;
if (!log) throw new Error('no-network.mjs needs UNDERTONE_NETWORK_LOG, the file that it notes in');

const note = what => { appendFileSync(log, `${what} (pid ${process.pid})\n`); };

function refuse(owner, name, label) {
  if (typeof owner?.[name] !== 'function') return;
  owner[name] = () => {
    note(label);
    throw new Error(`No network here: ${label} was called.`);
  };
}

const WAYS = { tls: [tls, ['connect']], http: [http, ['request', 'get']], https: [https, ['request', 'get']], http2: [http2, ['connect']], dgram: [dgram, ['createSocket']] };
for (const [label, [owner, names]] of Object.entries(WAYS)) for (const name of names) refuse(owner, name, `${label}.${name}`);
refuse(net.Socket.prototype, 'connect', 'net.connect');
refuse(net.Server.prototype, 'listen', 'net.listen');
for (const [label, owner] of [['dns', dns], ['dns.promises', dns.promises], ['dns.Resolver', dns.Resolver.prototype], ['dns.promises.Resolver', dns.promises.Resolver.prototype]]) {
  for (const name of Object.getOwnPropertyNames(owner)) if (/^(lookup|resolve|reverse)/.test(name)) refuse(owner, name, `${label}.${name}`);
}
for (const name of ['fetch', 'WebSocket', 'EventSource']) refuse(globalThis, name, name);
syncBuiltinESMExports();

/** Internet sockets that this process holds: its descriptors that stand in the kernel's tables (Linux only). */
function openSockets() {
  if (process.platform !== 'linux') return [];
  const held = new Set(readdirSync('/proc/self/fd').flatMap(fd => { try { return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? []; } catch { return []; } }));
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap(table => { try { return readFileSync(`/proc/self/net/${table}`, 'utf8').split('\n').filter(line => held.has(line.trim().split(/\s+/)[9])).map(() => table); } catch { return []; } });
}
if (isMainThread) process.on('exit', () => { for (const table of openSockets()) note(`a socket left open in ${table}`); });
