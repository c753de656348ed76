/** A stretch of a text: prose, the body of a `<think>` block, or the inside of a code fence. UTF-16 offsets, `end` exclusive. */
export interface TextBlock { kind: 'prose' | 'think' | 'code'; language: string; start: number; end: number }

const OPENING = /<think>\n?|^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n]*\n/gm;

/** Where the block that an opening mark began ends: the inside's end and where the text goes on. */
function closing(text: string, from: number, fence: string | undefined): { end: number; next: number } {
  const mark = fence ? new RegExp(`^[ \\t]*${fence[0]}{${fence.length},}[ \\t]*$`, 'gm') : /<\/think>/g;
  mark.lastIndex = from;
  const match = mark.exec(text);
  return match ? { end: match.index, next: mark.lastIndex } : { end: text.length, next: text.length };
}

/** Splits a text into blocks that together cover everything but the marks and the line break after one; an unclosed block runs to the end. */
export function splitBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  const push = (kind: TextBlock['kind'], language: string, start: number, end: number) => { if (end > start) blocks.push({ kind, language, start, end }); };
  const opening = new RegExp(OPENING);
  let position = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    push('prose', '', position, match.index);
    const fence = match[1] as string | undefined;
    const { end, next } = closing(text, opening.lastIndex, fence);
    push(fence ? 'code' : 'think', (match[2] ?? '').toLowerCase(), opening.lastIndex, end);
    position = opening.lastIndex = text[next] === '\n' ? next + 1 : next;
  }
  push('prose', '', position, text.length);
  return blocks;
}
