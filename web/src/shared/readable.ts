// JSON as people read it and search it: with its characters instead of their escapes.

const plainEscapes: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Returns the text of a JSON document without escapes: `"m\u00fcnchen"` becomes `"münchen"`. It is no JSON any more. */
export function readable(json: string): string {
  if (!json.includes("\\")) return json;
  return json.replace(/\\(?:u([0-9a-fA-F]{4})|([^u]))/g, (_, code?: string, plain?: string) =>
    code === undefined ? (plainEscapes[plain!] ?? plain!) : String.fromCharCode(parseInt(code, 16)));
}

/** Returns the text in the form in which texts are compared: letters in lower case, accents in one way of writing. */
export function comparable(text: string): string {
  return isAscii.test(text) ? text.toLowerCase() : text.normalize("NFC").toLowerCase();
}

/** Returns the words of a search, comparable. */
export function wordsOf(search: string): string[] {
  return comparable(search).split(/\s+/).filter((word) => word !== "");
}

/** Returns whether the text has each of the words, in any order. */
export function hasEach(text: string, words: readonly string[]): boolean {
  const compared = comparable(text);
  return words.every((word) => compared.includes(word));
}

const isAscii = /^[\x00-\x7f]*$/;

/** Returns whether a JSON document has these words, which are comparable, however its characters are escaped. */
export function hasWords(json: string, words: string): boolean {
  return comparable(readable(json)).includes(words);
}
