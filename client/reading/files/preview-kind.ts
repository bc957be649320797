/** How a file of a message can be looked at without leaving the page. */
export type PreviewKind = 'image' | 'pdf' | 'text' | 'audio' | 'video' | 'message' | 'contact' | null;

const largestText = 2_000_000;

/** By the name where the type says nothing. SVG is a document that can run scripts: it is read as text. */
export function previewKind({ type, name, size }: { type: string; name: string; size: number }): PreviewKind {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const vague = type === 'application/octet-stream' || type === 'application/x-octet-stream';
  if (/^image\/(?:png|gif|jpe?g|webp|avif|bmp)$/.test(type) || (vague && /^(?:png|gif|jpe?g|webp|avif|bmp)$/.test(ending))) return 'image';
  if (type === 'application/pdf' || (vague && ending === 'pdf')) return 'pdf';
  if (/^audio\/(?:mpeg|mp3|mp4|ogg|wav|x-wav|webm|aac|flac|x-m4a)$/.test(type)) return 'audio';
  if (/^video\/(?:mp4|webm|ogg|quicktime)$/.test(type)) return 'video';
  if (type === 'message/rfc822' || type === 'message/global' || (vague && ending === 'eml')) return 'message';
  if (/^text\/(?:x-)?v-?card$/.test(type) || (/^(?:text\/|application\/octet)/.test(type) && ending === 'vcf')) return 'contact';
  const isText =
    type.startsWith('text/') ||
    /^(?:application\/(?:json|xml|javascript|pgp-keys|x-sh|x-yaml|ics)|image\/svg\+xml|message\/.*)$/.test(type);
  if ((isText || /^(?:txt|md|csv|log|json|xml|ya?ml|ini|conf|patch|diff|asc)$/.test(ending)) && size <= largestText) return 'text';
  return null;
}

/** The type that a browser is told, never the sender's word: one that cannot run anything. */
export function safeType(kind: PreviewKind, part: { type: string; name: string }): string {
  if (kind === 'pdf') return 'application/pdf';
  if (kind === 'image') {
    const ending = /\.([a-z]+)$/i.exec(part.name)?.[1]?.toLowerCase().replace('jpg', 'jpeg');
    return /^image\/(?:png|gif|jpe?g|webp|avif|bmp)$/.test(part.type) ? part.type : `image/${ending}`;
  }
  return kind === 'audio' || kind === 'video' ? part.type : 'application/octet-stream';
}
