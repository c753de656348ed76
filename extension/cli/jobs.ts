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
 * what was read until then is answered. A process that ends over a file is replaced: that file has no audit, and stderr says why. Rejects when a file cannot be audited for another reason.
 */
export async function auditInJobs(files: string[], options: Options, signal: AbortSignal): Promise<JobAnswer[]> {
  const answers: JobAnswer[] = [];
  let next = 0;
  const work = async () => {
    let job = startJob();
    const stop = () => job.kill('SIGINT');
    signal.addEventListener('abort', stop);
    try {
      while (next < files.length && !signal.aborted) {
        const at = next++;
        answers[at] = await ask(job, { file: files[at], options });
        if (answers[at].error !== undefined) throw new Error(answers[at].error);
        if (!job.connected && !signal.aborted) job = startJob();
      }
    } finally {
      signal.removeEventListener('abort', stop);
      if (job.connected) job.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, files.length) }, work));
  return answers;
}

const startJob = () => fork(process.argv[1], [JOB_COMMAND], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

/** Whatever comes first, the answer or the end of the process. */
function ask(job: ChildProcess, task: JobTask): Promise<JobAnswer> {
  return new Promise(resolve => {
    const done = (answer: JobAnswer) => {
      job.off('exit', gone).off('message', done);
      resolve(answer);
    };
    const gone = (code: number | null, signal: string | null) => {
      process.stderr.write(`undertone: ${task.file}: the process that audited it ended (${signal ?? `exit code ${code ?? 'unknown'}`}), so it has no result. Audit it again by itself, with --jobs 1; the other files are not touched by this.\n`);
      done({});
    };
    job.once('exit', gone).once('message', done);
    job.send(task, () => undefined); // one that is gone says so by its exit
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
