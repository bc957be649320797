'use client';
/** What is said of a picture where it is not seen, and how wide it stands in the text. */
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { EditorBar } from './editor-bar.tsx';

export function PictureBar({ picture, onChange, onDone }: { picture: HTMLImageElement; onChange: () => void; onDone: () => void }) {
  const t = useTranslations('compose');
  const [alt, setAlt] = useState(picture.alt);
  const width = (percent: number) => {
    picture.setAttribute('style', `width: ${percent}%; height: auto`);
    onChange();
  };
  return (
    <EditorBar
      label={t('pictureText')}
      value={alt}
      onChange={(text) => {
        setAlt(text);
        picture.setAttribute('alt', text);
        onChange();
      }}
      onEnter={onDone}
      onEscape={onDone}
    >
      <Button size="sm" variant="ghost" onClick={() => width(40)}>
        {t('small')}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => width(100)}>
        {t('large')}
      </Button>
      <Button size="sm" onClick={onDone}>
        {t('done')}
      </Button>
    </EditorBar>
  );
}
