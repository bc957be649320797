import { Suspense } from 'react';
import { RulesPage } from '#components/settings/rules/rules-page.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Rules() {
  await userOfPage('/settings/rules');
  return (
    <Suspense>
      <RulesPage />
    </Suspense>
  );
}
