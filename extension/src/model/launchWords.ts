// Arguments as a person types them in one line, and as a process gets them. No shell is asked: there are words, quotes
// and backslashes, and nothing else has a meaning.

/** The words of a line, or why it can't be split. */
export type Words =
  | { readonly type: "words"; readonly words: readonly string[] }
  | { readonly type: "problem"; readonly sentence: string };

/** What a backslash takes its meaning from. Before anything else it stands for itself, as in a Windows path. */
const escapable = { bare: /[\s"'\\]/, quoted: /["\\]/ };

/** Splits a line at white space outside of quotes. In single quotes a backslash is a character like any other. */
export function splitWords(line: string): Words {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    const next = line.charAt(at + 1);
    if (char === "\\" && quote !== "'" && (quote === "" ? escapable.bare : escapable.quoted).test(next)) {
      word = (word ?? "") + next;
      at++;
    } else if (quote !== "") {
      if (char === quote) {
        quote = "";
      } else {
        word = (word ?? "") + char;
      }
    } else if (char === '"' || char === "'") {
      quote = char;
      // Quotes with nothing between them are a word too.
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) {
        words.push(word);
      }
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== "") {
    return { type: "problem", sentence: `A ${quote} has no second one to close it.` };
  }
  if (word !== undefined) {
    words.push(word);
  }
  return { type: "words", words };
}

/** Writes words so that {@link splitWords} gives them back. */
export function joinWords(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

function quoted(word: string): string {
  if (word !== "" && !/[\s"'\\]/.test(word)) {
    return word;
  }
  return word.includes("'") ? `"${word.replaceAll(/["\\]/g, "\\$&")}"` : `'${word}'`;
}
