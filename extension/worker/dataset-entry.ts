import { parentPort } from 'node:worker_threads';
import type { DatasetReader } from '../core/protocol/dataset-view';
import { serve } from '../core/protocol/rpc';
import { DatasetService } from './dataset-service';

/** The data thread of one open dataset: everything that reads or indexes the file. */
if (!parentPort) throw new Error('dataset-worker.js runs as a thread of Undertone only');
const port = parentPort;
const service = new DatasetService((event, data) => { port.postMessage({ event, data }); }, () => { port.close(); });
serve<DatasetReader>({ post: message => { port.postMessage(message); }, listen: handler => { port.on('message', handler); } }, service);
