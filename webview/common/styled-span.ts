/** A style over a stretch of text; UTF-16 offsets, `end` exclusive. */
export interface StyledSpan { start: number; end: number; class: string; title?: string; id?: string }
