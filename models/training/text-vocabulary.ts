/** Which features the text model knows: those that occur in enough different problems. */
import type { TextCorpus } from './text-corpus';

/** Number of problems (at most 255) in which each slot of the highest `bits` hash bits occurs: a feature of one problem only tells the problem. */
export function frequencyByProblem({ documents, offsets, hashes }: TextCorpus, bits: number): Uint8Array {
  const problems = numbered(documents.map(document => document.problem));
  const order = Array.from(problems.keys()).sort((a, b) => problems[a] - problems[b]);
  const lastProblem = new Int32Array(1 << bits).fill(-1);
  const frequency = new Uint8Array(1 << bits);
  for (const document of order) {
    for (let at = offsets[document]; at < offsets[document + 1]; at++) {
      const slot = hashes[at] >>> (32 - bits);
      if (lastProblem[slot] === problems[document]) continue;
      lastProblem[slot] = problems[document];
      if (frequency[slot] < 255) frequency[slot]++;
    }
  }
  return frequency;
}

function numbered(names: string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(names, name => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}
