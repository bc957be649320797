/**
 * Keys of which one is to be unlocked, while the person is asked (components/reading/protection/unlock-dialog.tsx). Apart from the keyring, which is
 * loaded only by mail that needs keys.
 */
import { create } from 'zustand';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';

export interface Asked {
  keys: readonly CryptoKey[];
  answer: (key: CryptoKey | null) => void;
}
export const useAskedKey = create<{ asked: Asked | null }>(() => ({ asked: null }));
