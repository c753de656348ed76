// The names in a ZIP archive, read from its central directory (PKWARE APPNOTE, sections 4.3.12 and 4.3.16).

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/** Names of all entries of a ZIP file held in a Buffer; throws when it has no central directory. */
export function listZip(zip) {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== endSignature) end--;
  if (end < 0) throw new Error('not a ZIP archive: no end of central directory');
  const names = [];
  let at = zip.readUInt32LE(end + 16);
  while (names.length < zip.readUInt16LE(end + 10)) {
    if (zip.readUInt32LE(at) !== entrySignature) throw new Error(`damaged ZIP archive: no entry at byte ${at}`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset => zip.readUInt16LE(at + offset));
    names.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return names;
}
