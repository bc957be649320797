/** What was learnt, in numbers: for the classifier, and for what delivery asks about an account. */
export interface JunkCounts {
  spam: number;
  ham: number;
}
export interface SenderFacts {
  heard: number;
  written: number;
  junk: number;
}
