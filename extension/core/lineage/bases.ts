import { familyOfName } from '../verdict/declared';
import lineage from './lineage.json';

/** The weights that a model was tuned from. */
export interface Base {
  /** Plain name: `qwen2.5-7b`. */
  id: string;
  /** Root family, or null when the name is not known. */
  family: string | null;
  /** Where the lineage is stated; absent where the name itself says it. */
  source?: string;
}

/** How models are named after what tuned, dated or packed them; none of it changes where their weights began. */
const SUFFIX = /[-_.](instruct|it|chat|base|pt|hf|sft|dpo|latest|gguf|awq|gptq|mlx|onnx|bnb|unsloth|[48]bit|int[48]|fp8|fp16|bf16|q\d\w*|v0\.\d|\d{4}-\d{2}-\d{2}|20\d{6})$/;
/** Month or day of a release; only beside a size or OpenAI's name is it the same model tuned anew (mistral-large-2402 and -2407 are not). */
const RELEASE = /^(gpt-.*|.*\d+b(?:-.*)?)-\d{4}$/;

/** A model's name without maker, tuning, date and packaging: `unsloth/Qwen2.5-7B-Instruct-bnb-4bit` -> `qwen2.5-7b`. */
export function plainName(name: string): string {
  let plain = name.trim().toLowerCase().split('/').at(-1)?.replace(/[\s_]+/g, '-').replace(/^(meta|models?)-/, '').replace(/^llama(?=\d)/, 'llama-') ?? '';
  for (let shorter = plain; shorter !== '' && !isListed(plain); plain = shorter) {
    shorter = plain.replace(SUFFIX, '').replace(RELEASE, '$1');
    if (shorter === plain) break;
  }
  return plain;
}

const isListed = (name: string) => lineage.bases.some(({ models }) => models.includes(name));
const sourceText = (key: string): string => (lineage.sources as Record<string, string>)[key];

/** The base of a model or of a base itself, by any of its usual names. */
export function baseOf(name: string): Base {
  const plain = plainName(name);
  const listed = lineage.bases.find(({ models }) => models.includes(plain));
  if (listed) return { id: listed.base, family: listed.family, source: sourceText(listed.source) };
  return { id: plain, family: familyOfName(plain) };
}

/** What two different bases share, or undefined where nothing is known. */
export function sharedInitialisation(a: string, b: string): { note: string; source: string } | undefined {
  const shared = lineage.sharedInitialisations.find(({ bases }) => a !== b && bases.includes(a) && bases.includes(b));
  return shared && { note: shared.note, source: sourceText(shared.source) };
}

/** Whether some model that goes by this family's name is known to start from this base, as distilled models of another maker do. */
export function familyHasBase(family: string, base: Base): boolean {
  return base.family === family || lineage.bases.some(({ base: id, models }) => id === base.id && models.some(model => familyOfName(model) === family));
}
