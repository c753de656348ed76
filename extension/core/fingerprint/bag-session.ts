import '../onnx/no-telemetry';
import * as ort from 'onnxruntime-node';
import type { BagForm } from './bag-model';

/** Sparse features of one sample, as the featurizers give them: ids into the table, their weights, and dense measures. */
export interface FeatureBag { ids: Int32Array; weights: Uint8Array; dense: Float32Array }

/** Places per window; longer samples take several windows, all of them counted. */
const WINDOW = 128;
/** Windows per run: the looked-up rows stay within the processor's cache. */
const MAX_WINDOWS = 256;

/** Logits per head for a list of samples: `logits[head]` is [samples x labels], row-major. */
export type Logits = Record<string, Float32Array>;

/** Runs a bag model. `run` blocks its thread while the graph runs (some milliseconds a batch), so it belongs in a worker. */
export class BagSession {
  /** Families' probabilities, which the graph gives too, follow from the logits. */
  private readonly outputs: string[];

  constructor(private readonly session: ort.InferenceSession, readonly form: BagForm) {
    this.outputs = Object.keys(form.heads).map(head => `logits_${head}`);
  }

  static async open(model: Uint8Array, form: BagForm): Promise<BagSession> {
    const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3, executionMode: 'sequential' });
    return new BagSession(session, form);
  }

  /** Logits of each sample under each head. Finite for any bag, an empty one included (bias and dense part alone). */
  async run(bags: FeatureBag[]): Promise<Logits> {
    return this.runPooled(bags, bags.map(({ weights }) => poolingScale(weights, this.form.pooling)));
  }

  async close(): Promise<void> {
    await this.session.release();
  }

  /** Batches samples by window count; a sample larger than a batch is added up over several runs. */
  private async runPooled(bags: FeatureBag[], scales: number[]): Promise<Logits> {
    const out: Logits = {};
    for (const [name, head] of Object.entries(this.form.heads)) out[name] = new Float32Array(bags.length * head.labels.length);
    for (let first = 0; first < bags.length;) {
      let last = first, windows = 0;
      do windows += windowCount(bags[last++]); while (last < bags.length && windows + windowCount(bags[last]) <= MAX_WINDOWS && last - first < MAX_WINDOWS);
      if (windows > MAX_WINDOWS) await this.runLarge(bags[first], scales[first], out, first);
      else await this.runBatch(bags.slice(first, last), scales.slice(first, last), (name, logits) => out[name].set(logits, first * (logits.length / (last - first))));
      first = last;
    }
    return out;
  }

  private async runLarge(bag: FeatureBag, scale: number, out: Logits, index: number): Promise<void> {
    const places = WINDOW * MAX_WINDOWS;
    const empty = { ids: bag.ids.subarray(0, 0), weights: bag.weights.subarray(0, 0), dense: bag.dense };
    const base: Logits = {};
    await this.runBatch([empty], [0], (name, logits) => { base[name] = logits; out[name].set(logits, index * logits.length); });
    for (let from = 0; from < bag.ids.length; from += places) {
      const part = { ids: bag.ids.subarray(from, from + places), weights: bag.weights.subarray(from, from + places), dense: bag.dense };
      await this.runBatch([part], [scale], (name, logits) => logits.forEach((value, i) => { out[name][index * logits.length + i] += value - base[name][i]; }));
    }
  }

  private async runBatch(bags: FeatureBag[], scales: number[], take: (head: string, logits: Float32Array) => void): Promise<void> {
    const longest = Math.max(1, ...bags.map(bag => Math.min(WINDOW, bag.ids.length)));
    const windows = bags.reduce((sum, bag) => sum + Math.max(1, Math.ceil(bag.ids.length / longest)), 0);
    const ids = new Int32Array(windows * longest), weights = new Uint8Array(windows * longest);
    const owner = new Float32Array(bags.length * windows), features = this.form.dense.length;
    const dense = new Float32Array(bags.length * features);
    let window = 0;
    bags.forEach((bag, sample) => {
      ids.set(bag.ids, window * longest);
      weights.set(bag.weights, window * longest);
      const count = Math.max(1, Math.ceil(bag.ids.length / longest));
      owner.fill(scales[sample], sample * windows + window, sample * windows + window + count);
      dense.set(bag.dense, sample * features);
      window += count;
    });
    const result = await this.session.run({
      ids: new ort.Tensor('int32', ids, [windows, longest]), weights: new ort.Tensor('uint8', weights, [windows, longest]),
      owner: new ort.Tensor('float32', owner, [bags.length, windows]), dense: new ort.Tensor('float32', dense, [bags.length, features]),
    }, this.outputs);
    for (const name of Object.keys(this.form.heads)) take(name, result[`logits_${name}`].data as Float32Array);
  }
}

/** 1 / (sum of a bag's weights)^pooling; 0 for an empty bag. */
export function poolingScale(weights: Uint8Array, pooling: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i];
  return sum > 0 ? sum ** -pooling : 0;
}

const windowCount = (bag: FeatureBag) => Math.max(1, Math.ceil(bag.ids.length / WINDOW));
