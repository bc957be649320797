'use client';
/** The rules in their order, and the form of one. The address says which: `?rule=2`, `?rule=new`, `?from=EMAIL`, `?q=SEARCH`. */
import { useTranslations } from 'next-intl';
import { useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { MethodError } from '#client/jmap/connection.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { mailboxByName } from '#client/mail/mailboxes/mailbox-by-name.ts';
import { mail } from '#client/mail/mail-store.ts';
import { parseQuery } from '#client/mail/search/parse-query.ts';
import { applyToExisting, changeOfExisting, loadRules, newRule, ruleFromEmail, ruleFromFilter, saveRules } from '#client/settings/rules.ts';
import type { Rule } from '#lib/sieve/rules/model.ts';
import { LoadState } from '#components/ui/load-state.tsx';
import { PageBody } from '#components/ui/page-frame.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleList } from './rule-list.tsx';

interface Editing {
  /** Where it stands; null for a new one. */
  at: number | null;
  rule: Rule;
  from: { subject: string; sender: string } | null;
}
const open = (query: string) => history.pushState(null, '', `/settings/rules${query}`);

export function RulesPage() {
  const t = useTranslations('settings.rules');
  const { value, problem, reload } = useLoaded(loadRules);
  const params = useSearchParams();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [said, setSaid] = useState<{ text: string; undo: (() => Promise<void>) | null } | null>(null);
  const [which, from, query] = [params.get('rule'), params.get('from'), params.get('q')];
  const isLoaded = value !== null;
  const rules = useRef<Rule[]>([]); // read when the address changes, not whenever they do: a save must not begin the form anew
  useEffect(() => {
    rules.current = value?.rules ?? [];
  });
  useEffect(() => {
    let late = false;
    const begin = async (): Promise<Editing | null> => {
      if (from) {
        const { rule, ...message } = await ruleFromEmail(from);
        return { at: null, rule, from: message };
      }
      if (query) {
        const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        const filter = parseQuery(query, { now: new Date(), zone, mailboxId: (name) => mailboxByName(name, mail().mailboxes) });
        return { at: null, rule: ruleFromFilter(filter, query), from: null };
      }
      if (which === 'new') return { at: null, rule: newRule(), from: null };
      const rule = which === null ? undefined : rules.current[Number(which)];
      return rule ? { at: Number(which), rule, from: null } : null;
    };
    if (isLoaded)
      begin().then(
        (next) => late || setEditing(next),
        () => late || setEditing({ at: null, rule: newRule(), from: null }),
      );
    return () => {
      late = true;
    };
  }, [which, from, query, isLoaded]);
  if (!value) {
    return (
      <PageBody wide>
        <LoadState problem={problem} onRetry={() => void reload()} />
      </PageBody>
    );
  }
  /** When somebody else has changed them meanwhile, nothing is written: what stands here is read again. */
  async function write(next: Rule[]): Promise<void> {
    try {
      await saveRules({ rules: next }, value?.state ?? null);
    } catch (error) {
      if (error instanceof MethodError && error.type === 'stateMismatch') {
        await reload();
        throw new Error(t('changedElsewhere'));
      }
      throw error;
    }
    await reload();
  }
  async function save(rule: Rule, existing: boolean): Promise<void> {
    const { at } = editing ?? { at: null };
    await write(at === null ? [...(value?.rules ?? []), rule] : (value?.rules ?? []).with(at, rule));
    const change = existing ? changeOfExisting(rule) : null;
    setSaid({ text: t('saved'), undo: null });
    if (change) {
      const undo = await applyToExisting(change);
      setSaid({ text: t('applied'), undo });
    }
    open('');
  }
  if (editing) {
    return (
      <PageBody wide>
        <RuleForm
          key={`${which} ${from} ${query}`}
          start={editing.rule}
          from={editing.from}
          isNew={editing.at === null}
          onCancel={() => open('')}
          onSave={save}
        />
      </PageBody>
    );
  }
  return (
    <PageBody>
      <RuleList
        book={value}
        said={said}
        onSaid={setSaid}
        onWrite={write}
        onEdit={(at) => open(`?rule=${at}`)}
        onNew={() => open('?rule=new')}
        onActivate={async () => {
          await saveRules({ isActive: true }, null);
          await reload();
        }}
      />
    </PageBody>
  );
}
