import type { Problem } from '../protocol/nouns';

/** Bytes of a file's head that `unsupportedFormat` needs. */
export const HEAD_BYTES = 4096;

/** A path as a shell takes it for one word. */
const quoted = (path: string) => /^[\w./+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

const TO_JSONL = (name: string, reader: string) => `Convert it first, for example: duckdb -c "COPY (SELECT * FROM ${reader}('${name}')) TO 'data.jsonl' (FORMAT json)"`;
const UNPACK = (command: string) => (name: string) => `Unpack it first: ${command} ${quoted(name)}`;

interface Format { what: string; remedy: (name: string) => string; magic?: { at: number; hex: string }; extension?: RegExp }

const FORMATS: Format[] = [
  { what: 'a Parquet file', magic: { at: 0, hex: '50415231' }, extension: /\.parquet$/i, remedy: name => TO_JSONL(name, 'read_parquet') },
  { what: 'an Arrow file', magic: { at: 0, hex: '4152524f5731' }, extension: /\.(arrow|feather)$/i, remedy: () => 'Save it as JSONL from the tool that wrote it.' },
  { what: 'Zstandard-compressed', magic: { at: 0, hex: '28b52ffd' }, extension: /\.zst$/i, remedy: UNPACK('zstd -d') },
  { what: 'a zip archive', magic: { at: 0, hex: '504b0304' }, extension: /\.zip$/i, remedy: UNPACK('unzip') },
  { what: 'xz-compressed', magic: { at: 0, hex: 'fd377a585a00' }, extension: /\.xz$/i, remedy: UNPACK('xz -dk') },
  { what: 'bzip2-compressed', magic: { at: 0, hex: '425a68' }, extension: /\.bz2$/i, remedy: UNPACK('bzip2 -dk') },
  { what: 'a tar archive', magic: { at: 257, hex: '7573746172' }, extension: /\.(tar|tgz|tar\.gz)$/i, remedy: UNPACK('tar -xf') },
  { what: 'UTF-16 text', magic: { at: 0, hex: 'fffe' }, remedy: name => `Save it as UTF-8: iconv -f UTF-16 -t UTF-8 ${quoted(name)} > data.jsonl` },
  { what: 'UTF-16 text', magic: { at: 0, hex: 'feff' }, remedy: name => `Save it as UTF-8: iconv -f UTF-16 -t UTF-8 ${quoted(name)} > data.jsonl` },
  { what: 'a CSV or TSV table', extension: /\.(csv|tsv)(\.gz)?$/i, remedy: name => TO_JSONL(name, 'read_csv') },
];

const matches = (head: Buffer, { at, hex }: { at: number; hex: string }) => head.subarray(at, at + hex.length / 2).toString('hex') === hex;

/** The text's first line that is not blank, without a byte-order mark. */
const firstLine = (head: Buffer) => /\S[^\n]*/.exec(head.toString('latin1').replace(/^\xef\xbb\xbf/, ''))?.[0].trimEnd() ?? '';

function jsonLayout(head: Buffer): { what: string; remedy: (name: string) => string } | undefined {
  const line = firstLine(head);
  if (line.startsWith('[')) return { what: 'a JSON array, not one object a line', remedy: name => `Split it into lines: jq -c '.[]' ${quoted(name)} > data.jsonl` };
  if (line === '{') return { what: 'a JSON document spread over several lines', remedy: name => `Put each object on one line: jq -c . ${quoted(name)} > data.jsonl` };
  if (head.includes(0)) return { what: 'a binary file', remedy: () => 'Choose a JSONL file: UTF-8 text with one JSON object a line.' };
  return undefined;
}

/** Says why a file with this name and (decompressed) head is not JSONL, and what to do; undefined when it may be. Content counts more than the name. */
export function unsupportedFormat(name: string, head: Buffer): Problem | undefined {
  const looksLikeJsonl = /^\{\s*"/.test(firstLine(head));
  const format = FORMATS.find(({ magic }) => magic && matches(head, magic))
    ?? (looksLikeJsonl ? undefined : FORMATS.find(({ extension }) => extension?.test(name)))
    ?? jsonLayout(head);
  return format && { code: 'unsupported', message: `${name}: this is ${format.what}; Undertone reads JSONL (.jsonl, .ndjson, .jsonl.gz).`, remedy: format.remedy(name) };
}
