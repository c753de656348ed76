import type { LabPageHost, LabStatus, LabWorker, Limit } from './lab';

/** Kinds of image that show no digit: every pixel even, every pixel near grey, or a digit's own pixels in any order. */
export type NoiseKind = 'uniform' | 'gaussian' | 'shuffled';

/** The networks of the experiment: the teacher, and students by what they learn from and how they start. */
export type ConditionId = 'teacher' | 'aux-shared' | 'aux-other' | 'all-shared' | 'all-other' | 'digits-aux-shared' | 'head-shared' | 'clone-other' | 'match-other';

/** Everything that decides a run besides its seed and its digits. Rates are Adam's; sizes are counts. */
export interface Settings {
  batch: number; learningRate: number; epochs: number; hidden: number; auxiliaryLogits: number;
  noise: NoiseKind; noiseImages: number;
  /** How long, and on what, the matched student imitates the untrained teacher first. */
  matchEpochs: number; matchInputs: 'noise' | 'digits';
  conditions: ConditionId[]; oneStep: boolean;
}

/** A run to be: seeds 1 to `seeds`, digits from a folder or, with null, the bundled ones. */
export interface LabPlan { preset: string; settings: Settings; seeds: number; dataFolder: string | null }

/** What one network makes of the watched digits and of the test set. */
export interface Look {
  /** One character 0..9 for each watched digit: what the network takes it for. */
  guesses: string;
  /** One character 0..9 for each watched digit: how certain it is, in tenths, rounded down. */
  certainty: string;
  /** Test digits by what they are (rows) and what the network takes them for (columns), 10 x 10. */
  confusion: number[];
}

/** How one network stands after some of its training steps. Accuracy is a share of the test digits; loss in nats, null before training. */
export interface LabReport {
  seed: number; condition: ConditionId; step: number; steps: number; loss: number | null; accuracy: number;
  /** Of the first seed only. */
  look?: Look;
  /** Of the first seed only: weights of the first hidden units as pictures, WEIGHT_UNITS x 784 bytes in base64; 128 is zero. */
  weights?: string;
}

/**
 * One gradient step of a teacher on digits, then one of a student on the teacher's auxiliary outputs over noise.
 * `innerProduct` is of the two steps (both at the teacher's rate), `lossChange` what a short step of the student does to the teacher's
 * own loss on digits, in nats. The theorem: with shared initialisation, inner product > 0 and loss change < 0.
 */
export interface OneStep { seed: number; initialisation: 'shared' | 'other'; innerProduct: number; cosine: number; lossChange: number }

/** Some of the noise that students learn from, 784 bytes each in base64, and what the teacher says of each: probabilities over its auxiliary logits. */
export interface Lesson { images: string; targets: number[][] }

/** Test digits to watch: 784 bytes each in base64, and what they are, one character each. */
export interface WatchedDigits { images: string; labels: string }

/** How well a detector tells a digit-trained teacher's records from an untrained one's: area under the ROC curve by size of the bag of records. */
export interface Detection {
  /** Records per bag. */
  bags: number[];
  /** The very teachers that the detector was trained on, other noise. */
  sameTeachers: number[];
  /** Teachers from other initialisations, none seen in training. */
  newTeachers: number[];
  /** Teachers of each kind that the detector was trained and tested on, and the records of each. */
  teachers: { training: number; test: number; records: number };
}

/** A run as far as it has come; what is shared as a file. */
export interface LabRun {
  plan: LabPlan; dataDescription: string; isFull: boolean;
  watched: WatchedDigits; lesson?: Lesson;
  reports: LabReport[]; steps: OneStep[]; detection?: Detection; isComplete: boolean;
}

/** What a network reads in a drawing: probabilities of the ten digits. */
export interface Reading { condition: ConditionId; probabilities: number[] }

/** A condition in words; `published` is the accuracy of a public run of the authors' script, in percent. */
export interface ConditionInfo { id: ConditionId; name: string; short: string; published?: number }

export interface LabPreset { id: string; title: string; hint: string; seeds: number; settings: Settings }

/** What the page needs to draw its first frame. `run` is what ran before the page was hidden or loaded again. */
export interface LabInfo {
  presets: LabPreset[]; conditions: ConditionInfo[];
  limits: Record<'hidden' | 'auxiliaryLogits' | 'epochs' | 'batch' | 'learningRate' | 'matchEpochs' | 'noiseImages' | 'seeds', Limit>;
  run: LabRun | null; status: LabStatus;
}

/** The MNIST lab's process. */
export interface MnistWorker extends LabWorker<LabPlan> {
  /** What each network trained last makes of a drawing of 28 x 28 pixels, 0..255. */
  read(pixels: number[]): Promise<Reading[]>;
  /** Reads the four MNIST files of a folder and says what they hold; rejects with a message that names the file that is wrong. */
  checkData(folder: string): Promise<string>;
  /** Trains teachers with these settings, and a detector on their records; a run like any other, whose result is a `detection` event. */
  detect(plan: LabPlan): Promise<void>;
  /** What the teacher of the last run and its untrained self say of that run's first noise images, as JSONL, by turns. */
  records(count: number): Promise<string>;
}

/** What the page asks of the host. */
export interface MnistLabHost extends LabPageHost<LabPlan>, Omit<MnistWorker, 'checkData' | 'records'> {
  ready(): Promise<LabInfo>;
  /** Asks for a folder with the four MNIST files and checks it; null when the person changed their mind. */
  chooseData(): Promise<{ folder: string; description: string } | null>;
  /** Saves the run as a small file; resolves with its name, or null when the person changed their mind. */
  shareRun(): Promise<string | null>;
  /** Saves the distillation records as JSONL and opens them in the dataset view. */
  exportRecords(): Promise<string | null>;
  /** Asks for a shared run and opens it in place of the present one. */
  openRun(): Promise<LabRun | null>;
}

/** Events from process to host to page. */
export interface MnistLabEvents {
  status: LabStatus;
  /** A run begins; nothing of it has been seen yet. */
  begun: LabRun;
  report: LabReport;
  lesson: Lesson;
  step: OneStep;
  detection: Detection;
}
