/** The alerts: a list to switch on and off, change and remove, and a form for the one that is made or changed. */
import { Bell, BellOff, Pencil, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import { type Alert, type AlertRule, mostRules } from '../../../app/syslog/index.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { mayAskForDesktop, mayTellOnDesktop } from '../../design/desktop-news.ts';
import { Dialog } from '../../design/dialog.tsx';
import { fullTime, shortTime } from '../log-time.ts';
import { AlertFields } from './alert-fields.tsx';
import { formOfQuery, formOfRule, problemsOf, ruleOf } from './alert-form.ts';
import { whenInWords } from './alert-words.ts';
import './alerts.css';

export interface AlertsDialogProps {
  syslog: Pick<SyslogService, 'alertRules' | 'lastAlerts' | 'setAlertRules'>;
  /** What the log view shows: what a new alert is about at first. */
  query: string;
  /** Shows a line of the log. */
  onReveal: (rowId: number) => void;
  onClose: () => void;
}

export function AlertsDialog({ syslog, query, onReveal, onClose }: AlertsDialogProps) {
  const [rules, setRules] = useState<readonly AlertRule[] | null>(null);
  const [last, setLast] = useState<readonly Alert[]>([]);
  const [form, setForm] = useState(formOfQuery(query));
  const [changed, setChanged] = useState<AlertRule | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    const fail = (error: unknown) => wanted && setProblem(describeError(error).message);
    Promise.all([syslog.alertRules(), syslog.lastAlerts()]).then(([rules, alerts]) => {
      if (!wanted) return;
      setRules(rules);
      setLast(alerts);
    }, fail);
    return () => {
      wanted = false;
    };
  }, [syslog]);

  /** Keeps other rules, or says why not. */
  const keep = async (next: AlertRule[]): Promise<boolean> => {
    try {
      await syslog.setAlertRules(next);
      setRules(next);
      setProblem(null);
      return true;
    } catch (error) {
      setProblem(describeError(error).message);
      return false;
    }
  };
  const known = rules ?? [];
  const list = useRef<HTMLUListElement>(null);
  const count = useRef<number | null>(null);
  useEffect(() => {
    if (rules === null) return;
    // One that was added is the last, and may be below what is in view.
    if (count.current !== null && rules.length > count.current) list.current?.lastElementChild?.scrollIntoView();
    count.current = rules.length;
  }, [rules]);
  const others = known.filter((rule) => rule !== changed);
  const problems = problemsOf(form, others);
  const canSubmit = rules !== null && Object.keys(problems).length === 0 && others.length < mostRules;
  const begin = (rule: AlertRule | null) => {
    setChanged(rule);
    setForm(rule === null ? formOfQuery('') : formOfRule(rule));
  };
  const submit = async () => {
    if (!canSubmit) return;
    const rule = ruleOf(form, changed?.isOn ?? true);
    if (await keep(changed === null ? [...known, rule] : known.map((each) => (each === changed ? rule : each))))
      begin(null);
  };
  const replace = (rule: AlertRule, next: AlertRule[]) =>
    void keep(known.flatMap((each) => (each === rule ? next : [each])));
  return (
    <Dialog title="Alerts" className="alerts-dialog" onCancel={onClose} onSubmit={() => void submit()}>
      {known.length === 0 ? (
        <p className="field-hint">Bramble can tell you when certain lines come. An alert tells once within its time.</p>
      ) : (
        <ul ref={list} className="alert-rules" aria-label="Alerts">
          {known.map((rule) => (
            <RuleItem
              key={rule.name}
              rule={rule}
              isChanged={rule === changed}
              last={last.find((alert) => alert.rule.name === rule.name) ?? null}
              onReveal={onReveal}
              onSwitch={() => replace(rule, [{ ...rule, isOn: !rule.isOn }])}
              onChange={() => begin(rule)}
              onRemove={() => {
                if (rule === changed) begin(null);
                replace(rule, []);
              }}
            />
          ))}
        </ul>
      )}
      <h3>{changed === null ? 'New alert' : 'Change the alert'}</h3>
      <AlertFields form={form} problems={problems} onChange={setForm} />
      {problem !== null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="dialog-choices">
        <Button tone="accent" type="submit" disabled={!canSubmit}>
          {changed === null ? 'Add the alert' : 'Save the alert'}
        </Button>
        {changed !== null && <Button onClick={() => begin(null)}>Leave it as it was</Button>}
        <Button onClick={onClose}>Close</Button>
        <DesktopChoice />
      </div>
    </Dialog>
  );
}

interface RuleItemProps {
  rule: AlertRule;
  isChanged: boolean;
  /** When it was last met since Bramble started. */
  last: Alert | null;
  onReveal: (rowId: number) => void;
  onSwitch: () => void;
  onChange: () => void;
  onRemove: () => void;
}

function RuleItem({ rule, isChanged, last, onReveal, onSwitch, onChange, onRemove }: RuleItemProps) {
  const { name, query, isOn } = rule;
  return (
    <li className={isChanged ? 'alert-changed' : ''}>
      <label title={isOn ? 'It is watched' : 'It is not watched'}>
        <input type="checkbox" checked={isOn} onChange={onSwitch} aria-label={`Watch ${name}`} />
      </label>
      <div className="alert-rule">
        <strong title={name}>{name}</strong>
        <span>
          {whenInWords(rule)}
          {query !== name && query !== '' && (
            <>
              {' of '}
              <code title={query}>{query}</code>
            </>
          )}
        </span>
      </div>
      {last !== null && (
        <Button tone="quiet" title={fullTime(last.row.receivedAtMs)} onClick={() => onReveal(last.row.id)}>
          Met at {shortTime(last.row.receivedAtMs, Date.now())}
        </Button>
      )}
      <IconButton label={`Change ${name}`} tooltipSide="left" onClick={onChange}>
        <Pencil size={14} />
      </IconButton>
      <IconButton label={`Remove ${name}`} tooltipSide="left" onClick={onRemove}>
        <Trash2 size={14} />
      </IconButton>
    </li>
  );
}

/** The browser asks the user only when they ask for it. */
function DesktopChoice() {
  const [asked, setAsked] = useState(0);
  if (mayTellOnDesktop()) {
    return (
      <span className="alert-desktop">
        <Bell size={14} aria-hidden /> Shown on the desktop as well
      </span>
    );
  }
  if (!mayAskForDesktop()) {
    return (
      <span className="alert-desktop" title="The browser does not let this page show notifications.">
        <BellOff size={14} aria-hidden /> Not shown on the desktop
      </span>
    );
  }
  return (
    <Button
      tone="quiet"
      className="alert-desktop"
      onClick={() => void Notification.requestPermission().then(() => setAsked(asked + 1))}
    >
      <Bell size={14} aria-hidden /> Show on the desktop as well
    </Button>
  );
}
