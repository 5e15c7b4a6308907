/** The fields of an alert: each with what is wrong with it. */
import { type ReactNode, useId } from 'react';
import { type AlertForm, type AlertUnit, unitSeconds } from './alert-form.ts';

export interface AlertFieldsProps {
  form: AlertForm;
  problems: Partial<Record<'query' | 'count' | 'period' | 'name', string>>;
  onChange: (form: AlertForm) => void;
}

export function AlertFields({ form, problems, onChange }: AlertFieldsProps) {
  const set = (part: Partial<AlertForm>) => onChange({ ...form, ...part });
  return (
    <div className="alert-fields">
      <Field label="Lines" className="alert-query" problem={problems.query}>
        {(attributes) => (
          <input
            {...attributes}
            value={form.query}
            placeholder="Every line"
            onChange={({ target }) => set({ query: target.value })}
          />
        )}
      </Field>
      <Field label="How many" problem={problems.count}>
        {(attributes) => (
          <input
            {...attributes}
            inputMode="numeric"
            value={form.count}
            onChange={({ target }) => set({ count: target.value })}
          />
        )}
      </Field>
      <Field label="Within" problem={problems.period}>
        {(attributes) => (
          <span className="alert-period">
            <input
              {...attributes}
              inputMode="numeric"
              value={form.period}
              onChange={({ target }) => set({ period: target.value })}
            />
            <select
              aria-label="Unit of time"
              value={form.unit}
              onChange={({ target }) => set({ unit: target.value as AlertUnit })}
            >
              {Object.keys(unitSeconds).map((unit) => (
                <option key={unit}>{unit}</option>
              ))}
            </select>
          </span>
        )}
      </Field>
      <Field label="Name" problem={problems.name}>
        {(attributes) => (
          <input
            {...attributes}
            value={form.name}
            placeholder="As its lines"
            onChange={({ target }) => set({ name: target.value })}
          />
        )}
      </Field>
    </div>
  );
}

interface FieldProps {
  label: string;
  className?: string;
  problem: string | undefined;
  children: (attributes: {
    spellCheck: false;
    autoComplete: 'off';
    'aria-label': string;
    'aria-invalid': boolean;
    'aria-describedby': string | undefined;
  }) => ReactNode;
}

function Field({ label, className = '', problem, children }: FieldProps) {
  const problemId = useId();
  return (
    <div className={`field ${className}`}>
      <span aria-hidden>{label}</span>
      {children({
        spellCheck: false,
        autoComplete: 'off',
        'aria-label': label,
        'aria-invalid': problem !== undefined,
        'aria-describedby': problem === undefined ? undefined : problemId,
      })}
      {problem !== undefined && (
        <span id={problemId} className="field-problem">
          {problem}
        </span>
      )}
    </div>
  );
}
