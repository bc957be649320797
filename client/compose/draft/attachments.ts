/** The files of a draft: some on the server, some on their way. Pure: what happens to the list when something happens to a file. */
import type { AttachedPart } from './draft.ts';

export type AttachedFile =
  | { key: string; state: 'done'; part: AttachedPart }
  | { key: string; state: 'sending'; file: File; cid: string | null; sent: number; cancel: () => void }
  | { key: string; state: 'failed'; file: File; cid: string | null; why: string };

export function partsOf(files: AttachedFile[]): AttachedPart[] {
  return files.flatMap((file) => (file.state === 'done' ? [file.part] : []));
}

export function replaceFile(files: AttachedFile[], next: AttachedFile): AttachedFile[] {
  return files.map((file) => (file.key === next.key ? next : file));
}

export function asFiles(parts: AttachedPart[]): AttachedFile[] {
  return parts.map((part) => ({ key: part.cid ?? part.blobId, state: 'done', part }));
}

/** The parts have other blob ids after a save; files that finished meanwhile keep theirs. */
export function withSavedParts(files: AttachedFile[], before: AttachedPart[], saved: AttachedPart[]): AttachedFile[] {
  return files.map((file) => {
    if (file.state !== 'done') return file;
    const at = before.indexOf(file.part);
    const part = at < 0 ? undefined : saved[at];
    return part ? { ...file, part } : file;
  });
}
