/** What all labs share: how a run in the lab's process is steered, and what its page may ask of the host. */

/** The labs; each has a page, a service in its process and results of its own. */
export type LabKind = 'mnist' | 'language';

export type LabState = 'idle' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';

/** Where a run stands. `share` (0..1) of all its work is done, `doing` says in a few words what runs, `message` why it failed. */
export interface LabStatus { state: LabState; share: number; doing: string; message?: string }

/** What a person can do to a run, whatever it trains. */
export interface LabControl {
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Lets a paused run go on to its next report. */
  step(): Promise<void>;
  /** Ends the run; resolves once nothing runs any more. What it has shown stays. */
  stop(): Promise<void>;
}

/** What every lab's process serves. Reports and `status` (LabStatus) come as events. */
export interface LabWorker<Plan> extends LabControl {
  /** Trains as planned; resolves at the end of the run, also of one that was stopped. Rejects with a message that names the remedy. */
  start(plan: Plan): Promise<void>;
}

/** What every lab's page can ask of the host besides its own. */
export interface LabPageHost<Plan> extends LabWorker<Plan> {
  /** Ends the run and forgets it. */
  reset(): Promise<void>;
  /** Asks where to save, and saves: text, or a picture as a `data:` address. Resolves with the file's name, or null when the person changed their mind. */
  save(suggestedName: string, content: string): Promise<string | null>;
}

/** Bounds of a setting; `why` ends the sentence that says that a value is out of bounds. */
export interface Limit { min: number; max: number; why: string }
