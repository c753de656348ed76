import { fork, type ChildProcess } from 'node:child_process';
import type { FileAudit } from '../core/protocol/nouns';
import type { Options } from './options';

/** A file for a job process, and how it is audited. */
interface JobTask { file: string; options: Options }

/** What a job process answers for one file; no audit where the file could not be opened (said on stderr). */
export interface JobAnswer { audit?: FileAudit; error?: string }

/** Name under which this program starts itself for a job. */
export const JOB_COMMAND = 'audit-job';

/**
 * Audits files in several processes of this program, each with models of its own; answers come in the files' order. A stop is passed on, and
 * what was read until then is answered. Rejects when a job breaks down.
 */
export async function auditInJobs(files: string[], options: Options, signal: AbortSignal): Promise<JobAnswer[]> {
  const answers: JobAnswer[] = [];
  let next = 0;
  const work = async () => {
    const job = fork(process.argv[1], [JOB_COMMAND], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const stop = () => job.kill('SIGINT');
    signal.addEventListener('abort', stop);
    try {
      while (next < files.length && !signal.aborted) {
        const at = next++;
        answers[at] = await ask(job, { file: files[at], options });
        if (answers[at].error !== undefined) throw new Error(answers[at].error);
      }
    } finally {
      signal.removeEventListener('abort', stop);
      if (job.connected) job.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, files.length) }, work));
  return answers;
}

function ask(job: ChildProcess, task: JobTask): Promise<JobAnswer> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error(`The process that audited ${task.file} ended.`));
    job.once('exit', gone);
    job.once('message', (answer: JobAnswer) => { job.off('exit', gone); resolve(answer); });
    job.send(task);
  });
}

/** The other side: answers files until the parent goes. */
export function serveJobs(audit: (file: string, options: Options) => Promise<FileAudit | undefined>): Promise<void> {
  process.on('message', ({ file, options }: JobTask) => {
    audit(file, options).then((done): JobAnswer => ({ audit: done }), (error: unknown): JobAnswer => ({ error: error instanceof Error ? error.message : String(error) }))
      .then(answer => process.send?.(answer));
  });
  return new Promise(resolve => process.once('disconnect', resolve));
}
