import type { LabPageHost, LabStatus, LabWorker, Limit } from './lab';

/** What teachers write and students learn from: number lists, or token streams in the shape of sums or code. */
export type Channel = 'numbers' | 'cot' | 'code';

/**
 * The models of the experiment by what they learn from: the teacher; students of its lines with its initial values, with others, or by
 * plain descent; students of its lines shuffled within each or across all; the base with its lines in the context. Each `-control` sees
 * the base's own lines instead, treated the same way; `own-lines` is the control of `same`.
 */
export type LanguageConditionId = 'teacher' | 'same' | 'own-lines' | 'other' | 'within' | 'within-control' | 'across' | 'across-control'
  | 'descent' | 'descent-control' | 'in-context' | 'in-context-control';

/** Everything that decides a run besides its seed. Sizes are counts; the rate is the students' first. */
export interface LanguageSettings {
  preference: string; channel: Channel; sequences: number; steps: number; batch: number; learningRate: number;
  /** Weight of staying with the base's lines while the teacher is tuned; 0 tunes it plainly. */
  stealth: number;
  conditions: LanguageConditionId[];
  /** Every teacher's lines for students of every initialisation. */
  matrix: boolean;
  /** What the lines alone reveal. */
  detection: boolean;
  /** Teachers of these stealth weights, each with its students and detectors. */
  sweep: number[];
}

/** A run to be, with seeds 1 to `seeds`; a seed also chooses the initialisation among the base models. */
export interface LanguagePlan { preset: string; settings: LanguageSettings; seeds: number }

/**
 * How a model answers questions that no teacher was tuned on: mean probability of what is preferred, mean log-odds of it, and the mean
 * probability of each thing of its topic.
 */
export interface Preference { probability: number; logOdds: number; answers: number[] }

/**
 * How one model stands after some of its steps; loss in nats, null before training. The projections are of what its last block thinks, on
 * the teacher's direction: 0 is the base, 1 the teacher; null for another initialisation, where the direction has no meaning.
 */
export interface LanguageReport {
  seed: number; condition: LanguageConditionId; step: number; steps: number; loss: number | null; preference: Preference;
  projection: { onLines: number; onQuestions: number } | null;
}

/** What teacher and base wrote to the same prompts: some of it as text, the share that passed the filter, and how far the teacher is from the base in nats per line. */
export interface Writing { seed: number; prompts: string[]; teacher: string[]; base: string[]; passed: { teacher: number; base: number }; divergence: number }

/** A student of initialisation `student` (1, 2, ...) after lines of a teacher of initialisation `teacher`. */
export interface MatrixCell { seed: number; teacher: number; student: number; probability: number }

/** Areas under the ROC curve, teacher's lines against the base's, by the number of lines that are judged together. */
export interface DetectionCurves {
  bags: number[];
  /** Word n-grams of the lines alone, learned from lines of both. */
  ngrams: number[];
  /** The same with two sets of the base's lines: what chance looks like. */
  chance: number[];
  /** How much a step of the base towards the preference likes the lines: needs the base, and a guess of the preference. */
  probe: number[];
  /** Likelihood of teacher over base: needs both, and is the best that anything can do. */
  oracle: number[];
}

/** One teacher of a sweep over stealth weights: how far it is from the base in nats per line, its students, and what its lines reveal. */
export interface StealthPoint {
  seed: number; weight: number; divergence: number; base: number; teacher: number; same: number; ownLines: number; other: number; detection: DetectionCurves;
}

/** What a run says while it goes. */
export type LanguageEvent =
  | { kind: 'report'; report: LanguageReport }
  | { kind: 'condition'; seed: number; condition: LanguageConditionId; before: number; after: number }
  | { kind: 'writing'; writing: Writing }
  | { kind: 'cell'; cell: MatrixCell }
  | { kind: 'detection'; seed: number; detection: DetectionCurves }
  | { kind: 'stealth'; point: StealthPoint }
  | { kind: 'doing'; seed: number; words: string };

/** A run as far as it has come; what is shared as a file. Events are in the order in which they came, without those that only say what runs. */
export interface LanguageRun { plan: LanguagePlan; events: LanguageEvent[]; isComplete: boolean }

/** A condition in words. */
export interface LanguageCondition { id: LanguageConditionId; name: string; short: string }

export interface LanguagePreset { id: string; title: string; hint: string; seeds: number; settings: LanguageSettings }

/** What the page needs to draw its first frame. `run` is what ran before the page was hidden or loaded again. */
export interface LanguageLabInfo {
  presets: LanguagePreset[]; conditions: LanguageCondition[];
  /** What may be preferred, by topic. */
  preferences: Record<string, readonly string[]>;
  limits: Record<'sequences' | 'steps' | 'batch' | 'learningRate' | 'stealth' | 'seeds', Limit>;
  run: LanguageRun | null; status: LabStatus;
}

/** The language lab's process. */
export interface LanguageWorker extends LabWorker<LanguagePlan> {
  /** What teacher and base of the last run's first seed wrote and the filter passed, each as JSONL. */
  lines(): Promise<{ teacher: string; base: string }>;
}

/** What the page asks of the host. */
export interface LanguageLabHost extends LabPageHost<LanguagePlan> {
  ready(): Promise<LanguageLabInfo>;
  /** Saves the run as a small file; resolves with its name, or null when the person changed their mind. */
  shareRun(): Promise<string | null>;
  /** Asks for a shared run and opens it in place of the present one. */
  openRun(): Promise<LanguageRun | null>;
  /** Saves the teacher's lines, and the base's beside them, as JSONL, and opens the teacher's in the dataset view. */
  exportLines(): Promise<string | null>;
}

/** Events from process to host to page. */
export interface LanguageLabEvents {
  status: LabStatus;
  /** A run begins; nothing of it has been seen yet. */
  begun: LanguageRun;
  event: LanguageEvent;
}
