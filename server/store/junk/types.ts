/** What was learnt, in numbers: for the classifier, and for what delivery asks about an account. */
export interface JunkCounts {
  spam: number;
  ham: number;
}
export interface KindCounts extends JunkCounts {
  /** Of these, in mail with HTML. */
  htmlSpam: number;
  htmlHam: number;
}
export interface SenderFacts {
  heard: number;
  written: number;
  junk: number;
}
