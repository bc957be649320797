/** A file of mail goes to the server, which says how far it is. XMLHttpRequest: fetch tells nothing of the progress of an upload. */
export interface ImportState {
  state: 'sending' | 'reading' | 'done' | 'failed';
  /** 0 to 1, while it is sent. */
  sent: number;
  imported: number;
  already: number;
  refused: number;
  problems: { source: string; reason: string }[];
}

/** The connection broke: some of it may be there. The same file again brings nothing twice. */
export class BrokenImport extends Error {
  last: ImportState;
  constructor(last: ImportState) {
    super('network');
    this.last = last;
  }
}

export function importMail(
  file: File,
  options: { mailbox: string; folders: boolean },
  told: (state: ImportState) => void,
  signal: AbortSignal,
): Promise<ImportState> {
  const query = new URLSearchParams({ name: file.name, mailbox: options.mailbox, ...(options.folders ? { folders: '1' } : {}) });
  let last: ImportState = { state: 'sending', sent: 0, imported: 0, already: 0, refused: 0, problems: [] };
  const tell = (change: Partial<ImportState>) => told((last = { ...last, ...change }));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let read = 0;
    const lines = () => {
      const end = request.responseText.lastIndexOf('\n') + 1;
      const newest = request.responseText.slice(read, end).trimEnd().split('\n').at(-1);
      read = end;
      if (newest && request.status === 200) tell(JSON.parse(newest) as Partial<ImportState>);
    };
    request.open('POST', `/api/transfer/import?${query.toString()}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => tell({ sent: total > 0 ? loaded / total : 0 });
    request.upload.onload = () => tell({ state: 'reading', sent: 1 });
    request.onprogress = lines;
    request.onload = () => {
      lines();
      if (request.status === 200) resolve(last);
      else reject(new Error(`HTTP ${request.status}`));
    };
    request.onerror = () => reject(new BrokenImport(last));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
