/** A text with its places, `{0}` and so on, filled in; in the language of the reader, where there is a translation. */
export type Translate = (text: string, ...values: (string | number)[]) => string;

const fill: Translate = (text, ...values) => text.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));

let translate = fill;

/** Translates a text that has no editor around it; English until `translateWith` was called. */
export const t: Translate = (text, ...values) => translate(text, ...values);

/** Lets all that use `t` in this program speak the reader's language; the extension passes `vscode.l10n.t`. */
export function translateWith(other: Translate): void {
  translate = other;
}
