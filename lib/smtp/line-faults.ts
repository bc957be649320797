/** What no line of mail may hold (RFC 5321 §2.3.8, §4.5.3.1): found in a message that came in chunks, whole. */
export interface LineFaults {
  bareCr: boolean;
  bareLf: boolean;
  nul: boolean;
}

export function lineFaults(message: Uint8Array): LineFaults {
  let [bareCr, bareLf] = [false, false];
  for (let at = message.indexOf(10); at >= 0 && !bareLf; at = message.indexOf(10, at + 1)) bareLf = message[at - 1] !== 13;
  for (let at = message.indexOf(13); at >= 0 && !bareCr; at = message.indexOf(13, at + 1)) bareCr = message[at + 1] !== 10;
  return { bareCr, bareLf, nul: message.includes(0) };
}
