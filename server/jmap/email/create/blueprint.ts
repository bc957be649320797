/** A message to be built: what Email/set create says, checked and with its blobs read, before any byte of MIME. */
import type { HeaderForm } from '#lib/jmap/header-property.ts';

export interface BlueprintHeader {
  name: string;
  form: HeaderForm;
  /** Checked to fit the form. */
  value: unknown;
}

export interface PartDetails {
  type: string;
  name: string | null;
  disposition: string | null;
  cid: string | null;
  language: string[] | null;
  location: string | null;
  headers: BlueprintHeader[];
}
export type BlueprintPart =
  | { kind: 'multipart'; details: PartDetails; children: BlueprintPart[] }
  | { kind: 'text'; details: PartDetails; text: string }
  | { kind: 'blob'; details: PartDetails; charset: string | null; bytes: Buffer };

export interface Blueprint {
  headers: BlueprintHeader[];
  root: BlueprintPart;
}

export const details = (type: string): PartDetails => ({
  type,
  name: null,
  disposition: null,
  cid: null,
  language: null,
  location: null,
  headers: [],
});
