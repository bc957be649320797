import { useEffect, useEffectEvent } from 'react';

/** Back closes what has been opened (ux: lightbox, menu, thread, list); so does what this returns, by going back. */
export function useBackCloses(onClose: () => void): () => void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    history.pushState({ ...(history.state as object | null), overlay: true }, '', location.href);
    const onBack = () => close();
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);
  return () => history.back();
}
