import path from 'node:path';
import type { LabKind } from '../core/protocol/lab';
import { serve, type Port } from '../core/protocol/rpc';

/** A process that trains: of one kind of lab, named as its only argument. It ends with the host that started it. */
const send = process.send?.bind(process);
if (!send) throw new Error('lab-worker.js runs as a process of Undertone only');
const port: Port = { post: message => { send(message); }, listen: handler => { process.on('message', handler); } };
const notify = (event: string, data: unknown) => { port.post({ event, data }); };

/** One per kind, each loaded only where it is asked for. */
const SERVICES: Partial<Record<LabKind, () => Promise<void>>> = {
  mnist: async () => {
    const { MnistLabService } = await import('./mnist-lab-service');
    serve(port, new MnistLabService(__dirname, notify));
  },
  language: async () => {
    const { LanguageLabService } = await import('./language-lab-service');
    serve(port, new LanguageLabService(path.join(__dirname, 'models', 'language-lab'), notify));
  },
};

process.once('disconnect', () => { process.kill(process.pid, 'SIGKILL'); }); // a run has nothing to save
void SERVICES[process.argv[2] as LabKind]?.();
