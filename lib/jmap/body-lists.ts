/**
 * textBody, htmlBody and attachments of a message, by the algorithm of RFC 8621 §4.1.4. A part is what has a type; only multiparts have
 * children that count here: an attached message is a leaf.
 */
export interface BodyPartLike {
  type: string;
  disposition?: string | undefined;
  name?: string | undefined;
  children?: this[] | undefined;
}

export interface BodyLists<P> {
  textBody: P[];
  htmlBody: P[];
  attachments: P[];
}

export function bodyLists<P extends BodyPartLike>(root: P): BodyLists<P> {
  const lists: BodyLists<P> = { textBody: [], htmlBody: [], attachments: [] };
  sortParts([root], 'mixed', false, lists.htmlBody, lists.textBody, lists.attachments);
  return lists;
}

/** Null for a list: this branch of an alternative has nothing for it. */
function sortParts<P extends BodyPartLike>(
  parts: readonly P[],
  multipartType: string,
  inAlternative: boolean,
  html: P[] | null,
  text: P[] | null,
  attachments: P[],
): void {
  const textLength = text?.length ?? -1;
  const htmlLength = html?.length ?? -1;
  let htmlBody = html;
  let textBody = text;
  for (const [index, part] of parts.entries()) {
    if (part.type.startsWith('multipart/')) {
      const subtype = part.type.slice('multipart/'.length);
      const children: readonly P[] = part.children ?? [];
      sortParts(children, subtype, inAlternative || subtype === 'alternative', htmlBody, textBody, attachments);
    } else if (!isInline(part, index, multipartType)) {
      attachments.push(part);
    } else if (multipartType === 'alternative') {
      const list = part.type === 'text/plain' ? textBody : part.type === 'text/html' ? htmlBody : attachments;
      (list ?? attachments).push(part);
    } else {
      if (inAlternative && part.type === 'text/plain') htmlBody = null;
      if (inAlternative && part.type === 'text/html') textBody = null;
      textBody?.push(part);
      htmlBody?.push(part);
      if ((!textBody || !htmlBody) && isMedia(part.type)) attachments.push(part);
    }
  }
  if (multipartType !== 'alternative' || !textBody || !htmlBody) return;
  // Only one of the two kinds was found: it stands for both.
  if (textLength === textBody.length && htmlLength !== htmlBody.length) textBody.push(...htmlBody.slice(htmlLength));
  else if (htmlLength === htmlBody.length && textLength !== textBody.length) htmlBody.push(...textBody.slice(textLength));
}

function isInline(part: BodyPartLike, index: number, multipartType: string): boolean {
  if (part.disposition === 'attachment') return false;
  if (part.type !== 'text/plain' && part.type !== 'text/html' && !isMedia(part.type)) return false;
  // In multipart/related only the first part is shown by itself; a named text after the first is a file.
  return index === 0 || (multipartType !== 'related' && (isMedia(part.type) || !part.name));
}

function isMedia(type: string): boolean {
  return /^(image|audio|video)\//.test(type);
}
