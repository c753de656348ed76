/** What people and tools do to code and reasoning before anybody trains on it. */
import type { NamedTextChannel } from '../../extension/core/fingerprint/text-model';

const BLOCK_COMMENTS = /\/\*[\s\S]*?\*\/|^[ \t]*("""|''')[\s\S]*?\1[ \t]*$/gm;
/** `//` divides in Python, so it opens a comment only where a statement ends. */
const LINE_COMMENTS = /(^|[ \t])#(?!include|define).*$|(^|[;{}])[ \t]*\/\/.*$/gm;
const WORDS = /(?<![.\w"'])[A-Za-z_]\w*/g;
/** Words of the common languages that no renaming touches, with built-ins that programs call bare. */
const KEPT = new Set(('and as assert async await bool boolean break case catch char class const continue def default del dict do double elif else enum except extends False false final finally float for from function global if implements import in '
  + 'include input int is lambda len let list List long main map max min new None not null or pass print private public raise range return self set sorted static std str string String sum super switch this throw throws True true try tuple using var vector void while with yield zip').split(' '));

function withoutComments(text: string): string {
  return text.replace(BLOCK_COMMENTS, '').replace(LINE_COMMENTS, '$1$2').replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim();
}

/** Roughly a formatter: one kind of quote, one blank line at most, spaces instead of tabs and around operators and after commas. */
function formatted(text: string): string {
  return text.replace(/'([^'"\n]*)'/g, '"$1"').replace(/\t/g, '    ').replace(/ *,[ \t]*(?=\S)/g, ', ').replace(/(\w|\)|\]) *(==|!=|<=|>=|\+=|-=|\*=|=) *(?=[\w("'[{-])/g, '$1 $2 ')
    .replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim();
}

/** Every name of the program's own becomes `v1`, `v2`... in order of appearance. */
function renamed(text: string): string {
  const names = new Map<string, string>();
  return text.replace(WORDS, word => {
    if (KEPT.has(word)) return word;
    const name = names.get(word) ?? `v${names.size + 1}`;
    names.set(word, name);
    return name;
  });
}

const withoutMarkup = (text: string): string => text.replace(/[*`#$]+/g, '').replace(/^\s*(?:[-•]|\d+[.)])\s+/gm, '').replace(/\s+/g, ' ').trim();
const lowerCase = (text: string): string => text.toLowerCase();

/** Rewritings of one completion, by channel. */
export const TEXT_CHANGES: Record<NamedTextChannel, Record<string, (text: string) => string>> = {
  code: { 'comments stripped': withoutComments, 'formatter\'s normalisation': formatted, 'identifiers renamed': renamed, 'first 300 characters': text => text.slice(0, 300) },
  reasoning: { 'Markdown and line breaks taken off': withoutMarkup, 'lower case': lowerCase, 'first 300 characters': text => text.slice(0, 300) },
};
