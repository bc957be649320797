'use client';
/** One condition of a rule: what is looked at, how, and for what. */
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ruleOps, textFields, type RuleCondition } from '#lib/sieve/rules/model.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { fieldLook } from '#components/ui/form/text-field.tsx';

interface Props {
  condition: RuleCondition;
  /** Counted from 1, for screen readers. */
  position: number;
  onChange: (condition: RuleCondition) => void;
  onRemove: () => void;
}
type Field = RuleCondition['field'];
const fields: readonly Field[] = [...textFields, 'header', 'attachment', 'size'];
const megabyte = 1_000_000;

export function RuleConditionRow({ condition, position, onChange, onRemove }: Props) {
  const t = useTranslations('settings.rules');
  function choose(field: Field): void {
    const value = 'value' in condition ? condition.value : '';
    const op = 'value' in condition ? condition.op : 'contains';
    if (field === 'size') onChange({ field, op: 'over', bytes: 5 * megabyte });
    else if (field === 'attachment') onChange({ field, op: 'has' });
    else if (field === 'header') onChange({ field, header: '', op, value });
    else onChange({ field, op, value });
  }
  const ops =
    condition.field === 'size' ? (['over', 'under'] as const) : condition.field === 'attachment' ? (['has', 'hasNot'] as const) : ruleOps;
  return (
    <div role="group" aria-label={t('condition', { position })} className="flex flex-wrap items-center gap-2">
      <SelectField
        aria-label={t('field')}
        value={condition.field}
        options={fields.map((value) => ({ value, name: t(`fields.${value}`) }))}
        onChange={(event) => choose(fields.find((one) => one === event.target.value) ?? 'from')}
        className="w-36 max-sm:min-w-0 max-sm:flex-1 max-sm:basis-28"
      />
      {condition.field === 'header' && (
        <input
          aria-label={t('headerName')}
          value={condition.header}
          placeholder="X-Priority"
          dir="ltr"
          onChange={(event) => onChange({ ...condition, header: event.target.value })}
          className={`${fieldLook} h-9 w-32! max-sm:order-last max-sm:w-full!`}
        />
      )}
      <SelectField
        aria-label={t('comparison')}
        value={condition.op}
        options={ops.map((value) => ({ value, name: t(`ops.${value}`) }))}
        onChange={(event) => onChange({ ...condition, op: event.target.value } as RuleCondition)}
        className="w-36 max-sm:min-w-0 max-sm:flex-1 max-sm:basis-28"
      />
      {'value' in condition && (
        <input
          aria-label={t('value')}
          value={condition.value}
          dir="auto"
          onChange={(event) => onChange({ ...condition, value: event.target.value })}
          className={`${fieldLook} h-9 min-w-40 flex-1 max-sm:order-last max-sm:basis-full`}
        />
      )}
      {condition.field === 'size' && (
        <span className="flex min-w-40 flex-1 items-center gap-2 max-sm:order-last max-sm:basis-full">
          <input
            aria-label={t('megabytes')}
            type="number"
            min={0}
            step="any"
            value={condition.bytes / megabyte}
            onChange={(event) => onChange({ ...condition, bytes: Math.max(0, Math.round(Number(event.target.value) * megabyte)) })}
            className={`${fieldLook} h-9 w-28!`}
          />
          MB
        </span>
      )}
      {condition.field === 'attachment' && <span className="flex-1 max-sm:hidden" />}
      <IconButton label={t('removeCondition', { position })} onClick={onRemove}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
