import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { serve } from '../core/protocol/rpc';
import type { AuditWorker } from '../core/protocol/audit-worker';
import { AuditService } from './audit-service';

/** The scoring thread. It ends itself when asked: terminating a thread inside a model run would take the whole process along. */
if (!parentPort) throw new Error('worker.js runs as a thread of Undertone only');
const port = parentPort;
const service = new AuditService(path.join(__dirname, 'models'), (event, data) => port.postMessage({ event, data }), () => port.close());
serve<AuditWorker>({ post: message => port.postMessage(message), listen: handler => { port.on('message', handler); } }, service);
