/** The fields of the set-up: each with what is wrong with it. */
import { useId } from 'react';
import type { BoardLogChoices } from '../../../app/contract/index.ts';
import { hostsOf, type SetUpField, type SetUpForm } from './set-up-form.ts';

export interface SetUpFieldsProps {
  form: SetUpForm;
  problems: Partial<Record<SetUpField, string>>;
  choices: BoardLogChoices;
  simulated: boolean;
  onChange: (form: SetUpForm) => void;
}

export function SetUpFields({ form, problems, choices, simulated, onChange }: SetUpFieldsProps) {
  const hosts = hostsOf(choices, simulated);
  const list = useId();
  const set = (field: SetUpField) => (value: string) => onChange({ ...form, [field]: value });
  return (
    <>
      <Field
        label="Wi-Fi"
        value={form.ssid}
        placeholder="As the board joins it now"
        problem={problems.ssid}
        autoFocus
        onChange={set('ssid')}
      />
      <Field
        label="Password"
        type="password"
        value={form.password}
        placeholder="None for an open Wi-Fi"
        problem={problems.password}
        onChange={set('password')}
      />
      <Field
        label="This computer’s address"
        value={form.host}
        problem={problems.host}
        list={list}
        onChange={set('host')}
      />
      <datalist id={list}>
        {hosts.map(({ host, label }) => (
          <option key={host} value={host}>
            {label}
          </option>
        ))}
      </datalist>
      <Field
        label="The board’s name in the log"
        value={form.name}
        placeholder="pico- and the end of its id"
        problem={problems.name}
        onChange={set('name')}
      />
    </>
  );
}

interface FieldProps {
  label: string;
  type?: 'text' | 'password';
  value: string;
  placeholder?: string;
  problem: string | undefined;
  list?: string;
  autoFocus?: boolean;
  onChange: (value: string) => void;
}

function Field({ label, type = 'text', value, placeholder, problem, list, autoFocus = false, onChange }: FieldProps) {
  const problemId = useId();
  return (
    <div className="field">
      <label>
        <span>{label}</span>
        <input
          // The dialog starts with its first field.
          ref={(input) => {
            if (autoFocus && input !== null && document.activeElement?.tagName !== 'INPUT') input.focus();
          }}
          type={type}
          value={value}
          placeholder={placeholder}
          list={list}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : problemId}
          onChange={({ target }) => onChange(target.value)}
        />
      </label>
      {problem !== undefined && (
        <p id={problemId} className="field-problem">
          {problem}
        </p>
      )}
    </div>
  );
}
