/** Names by which datasets declare their teacher, and the root family each belongs to; first match wins. */
const FAMILY_PATTERNS: [RegExp, string][] = [
  [/gpt[-_ ]?oss/, 'gpt-oss'],
  [/deepseek|dscoder/, 'deepseek'],
  [/\bo[1345]([-_ ]|\b)/, 'openai-o'],
  [/gpt|davinci/, 'gpt'],
  [/claude|opus|sonnet|haiku/, 'claude'],
  [/qwen|qwq/, 'qwen'],
  [/gemini/, 'gemini'],
  [/gemma/, 'gemma'],
  [/mistral|mixtral|codestral|ministral|magistral/, 'mistral'],
  [/llama/, 'llama'],
  [/\bphi[-_ ]?\d/, 'phi'],
  [/grok/, 'grok'],
  [/kimi|moonshot/, 'kimi'],
  [/\bglm/, 'glm'],
  [/command[-_ ]?[ar]|cohere|\baya\b/, 'cohere'],
  [/\byi[-_ ]/, 'yi'],
  [/reka/, 'reka'],
  [/exaone/, 'exaone'],
  [/^human$/, 'human'],
];

/** Root families that names can be told by. */
export const ROOT_FAMILIES: ReadonlySet<string> = new Set(FAMILY_PATTERNS.map(([, family]) => family));

/** Root family of a declared model name (`openai/gpt-4o-mini` -> `gpt`), or null when the name is not known. */
export function familyOfName(name: string): string | null {
  const plain = name.trim().toLowerCase();
  return FAMILY_PATTERNS.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

/** Share of the declaring records that must agree before their family counts as the expectation. */
const AGREEMENT = 0.95;

/** Different names that are told apart; a hostile file could invent millions. */
const MAX_NAMES = 100;

/** Counts what records declare, in constant memory. */
export class Declared {
  private readonly counts = new Map<string, number>();
  /** Declared model -> records. */
  readonly names = new Map<string, number>();
  total = 0;

  add(name: string | undefined): void {
    if (name === undefined) return;
    if (this.names.has(name) || this.names.size < MAX_NAMES) this.names.set(name, (this.names.get(name) ?? 0) + 1);
    const family = familyOfName(name);
    if (!family) return;
    this.total++;
    this.counts.set(family, (this.counts.get(family) ?? 0) + 1);
  }

  /** The family that nearly all declaring records agree on, or null. */
  family(): string | null {
    const [first] = [...this.counts].sort((a, b) => b[1] - a[1]);
    return first && first[1] >= AGREEMENT * this.total ? first[0] : null;
  }
}
