// Takes the proofs and keys out of a file: an evidence certificate (PDF) carries them as attachments, any other file is a proof itself. The same as PdfAttachments.cs.
const latin = (bytes) => new TextDecoder("latin1").decode(bytes);
const MOST = 16;

// The object identifier id-ct-TSTInfo in DER: stands in every RFC 3161 time stamp.
const TIME_STAMP = latin(Uint8Array.of(6, 11, 42, 134, 72, 134, 247, 13, 1, 9, 16, 1, 4));

export const isPdf = (bytes) => latin(bytes.slice(0, 5)) === "%PDF-";

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function attachments(bytes) {
  const file = latin(bytes), found = [];
  for (let at = file.indexOf("EmbeddedFile"); at >= 0 && found.length < MOST; at = file.indexOf("EmbeddedFile", at + 12)) {
    const start = file.lastIndexOf("obj", at), keyword = file.indexOf("stream", at), end = file.indexOf("endobj", at);
    if (start < 0 || keyword < 0 || (end >= 0 && end < keyword)) continue;
    const dictionary = file.slice(start, keyword);
    if (!/\/Type\s*\/EmbeddedFile\b/.test(dictionary)) continue;
    const begin = keyword + 6 + (file.startsWith("\r\n", keyword + 6) ? 2 : 1);
    const said = Number(/\/Length\s+([0-9]{1,9})(?!\s+[0-9]+\s+R)(?![0-9])/.exec(dictionary)?.[1] ?? NaN);
    const length = said <= bytes.length - begin ? said : file.indexOf("endstream", begin) - begin;
    if (!(length >= 0)) continue;
    const raw = bytes.slice(begin, begin + length);
    try {
      if (!dictionary.includes("/Filter")) found.push(raw);
      else if (/\/Filter\s*\[?\s*\/FlateDecode\s*\]?\s*(?:\/(?!DecodeParms)|>)/.test(dictionary)) found.push(await inflate(raw));
      at = begin + length - 12;
    } catch { /* a damaged attachment is none */ }
  }
  return found;
}

const decode = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return "";
  }
};

/** The proofs' texts and the verifier keys that the file itself names. */
export async function open(bytes) {
  if (!isPdf(bytes)) return { paper: false, stamps: 0, proofs: [decode(bytes)], keys: [] };
  const attached = await attachments(bytes);
  const texts = attached.map(decode);
  return {
    paper: true,
    stamps: attached.filter((a) => latin(a).includes(TIME_STAMP)).length,
    proofs: texts.filter((t) => t.startsWith("c2sp.org/tlog-proof@v1\n") || t.includes("zhuangjin proof bundle")),
    keys: texts.filter((t) => t.startsWith("zhuangjin log keys\n")).flatMap((t) => t.split("\n").slice(1).filter(Boolean)),
  };
}
