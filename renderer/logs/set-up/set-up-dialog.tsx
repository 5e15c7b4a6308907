/** "Send this board's logs here": the few things to type, what came of it, and the way back. */
import { Check, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { describeError } from '../../../app/base/index.ts';
import type { BoardLogChoices, BoardLogSetUp, Services } from '../../../app/contract/index.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { visibleText } from '../text/visible-text.ts';
import { SetUpFields } from './set-up-fields.tsx';
import { firstForm, problemsOf, type SetUpForm, settingsOf } from './set-up-form.ts';
import './set-up.css';

/** The board that is set up. */
export interface BoardToSetUp {
  address: string;
  title: string;
  /** Given by the user; null for none. */
  name: string | null;
  simulated: boolean;
}

export interface SetUpDialogProps {
  board: BoardToSetUp;
  services: Pick<Services, 'boards' | 'syslog'>;
  /** Shows a line of the log. */
  onReveal: (rowId: number) => void;
  /** The board was set up no more; `found` is false when it was not before either. */
  onTornDown: (found: boolean) => void;
  onClose: () => void;
}

type Step =
  | { kind: 'looking' }
  | { kind: 'asking'; choices: BoardLogChoices; problem: string | null }
  | { kind: 'working'; choices: BoardLogChoices; what: string }
  | { kind: 'arrived'; outcome: BoardLogSetUp & { arrived: true } };

const settingUp =
  'The logger is written onto the board. Then the board joins the Wi-Fi and sends a line; this takes up to half a minute.';

export function SetUpDialog({ board, services, onReveal, onTornDown, onClose }: SetUpDialogProps) {
  const { boards, syslog } = services;
  const [step, setStep] = useState<Step>({ kind: 'looking' });
  const [form, setForm] = useState<SetUpForm>({ ssid: '', password: '', host: '', name: '' });
  useEffect(() => {
    let wanted = true;
    const ask = (choices: BoardLogChoices, problem: string | null) => {
      if (!wanted) return;
      setForm(firstForm(choices, board.simulated, board.name));
      setStep({ kind: 'asking', choices, problem });
    };
    syslog.setUpChoices().then(
      (choices) => ask(choices, null),
      (error: unknown) => ask({ addresses: [], port: null, loopbackOnly: false }, describeError(error).message),
    );
    return () => {
      wanted = false;
    };
  }, [syslog, board]);

  /** Does something with the board, and comes back to the form with what went wrong. */
  const work = async (choices: BoardLogChoices, what: string, task: () => Promise<string | null>) => {
    setStep({ kind: 'working', choices, what });
    const problem = await task().catch((error: unknown) => describeError(error).message);
    if (problem !== null) setStep({ kind: 'asking', choices, problem });
  };
  const setUp = (choices: BoardLogChoices, port: number) =>
    work(choices, settingUp, async () => {
      const outcome = await syslog.setUpBoard(board.address, settingsOf(form, port));
      if (!outcome.arrived) return outcome.reason;
      setStep({ kind: 'arrived', outcome });
      return null;
    });
  const tearDown = (choices: BoardLogChoices) =>
    work(choices, 'The logger is taken off the board.', async () => {
      onTornDown(await syslog.tearDownBoard(board.address));
      return null;
    });
  const stopWork = () => void boards.stop(board.address).catch(() => {});

  const title = `Send the logs of ${board.name ?? board.title} here`;
  if (step.kind === 'arrived') {
    const { rowId, board: name, remark } = step.outcome;
    return (
      <Dialog title={title} className="set-up-dialog" onCancel={onClose} onSubmit={onClose}>
        <p className="set-up-done" role="status">
          <Check size={16} aria-hidden /> The test line of {visibleText(name)} arrived. What its programs log, and their
          tracebacks, come here from now on, at each start of the board.
        </p>
        {remark !== null && <p className="field-problem">{remark}</p>}
        <p className="field-hint">
          In a program: <code>import bramble_log</code>, then <code>bramble_log.info("21.5 degrees")</code>.
        </p>
        <div className="dialog-choices">
          {/* A button of its own, which can take the focus: the one before it was disabled. */}
          <Button key="done" tone="accent" type="submit" autoFocus>
            Done
          </Button>
          <Button onClick={() => onReveal(rowId)}>Show the line</Button>
        </div>
      </Dialog>
    );
  }
  if (step.kind === 'looking') {
    return (
      <Dialog title={title} className="set-up-dialog" onCancel={onClose}>
        <Waiting>Looking for this computer’s addresses…</Waiting>
      </Dialog>
    );
  }
  const working = step.kind === 'working';
  const hasFailed = step.kind === 'asking' && step.problem !== null;
  const { choices } = step;
  const { port } = choices;
  const problems = problemsOf(form);
  const canSubmit = !working && port !== null && Object.keys(problems).length === 0;
  const close = working ? stopWork : onClose;
  return (
    <Dialog
      title={title}
      className="set-up-dialog"
      onCancel={close}
      onSubmit={() => void (canSubmit && port !== null && setUp(choices, port))}
    >
      <p>
        A small logger, <code>bramble_log</code>, is put on the board. It joins the Wi-Fi when the board starts and
        sends what programs log. Your own lines in boot.py stay; the password stands readable on the board.
      </p>
      <fieldset className="set-up-fields" disabled={working}>
        <SetUpFields form={form} problems={problems} choices={choices} simulated={board.simulated} onChange={setForm} />
      </fieldset>
      <div className="set-up-outcome" aria-live="polite">
        {step.kind === 'working' && <Waiting>{step.what}</Waiting>}
        {step.kind === 'asking' && <Problem problem={step.problem} choices={choices} simulated={board.simulated} />}
      </div>
      <div className="dialog-choices">
        <Button key={step.kind} tone="accent" type="submit" autoFocus={hasFailed} disabled={!canSubmit}>
          Send its logs here
        </Button>
        <Button onClick={close}>{working ? 'Stop' : 'Cancel'}</Button>
        <span className="set-up-gap" />
        <Button tone="quiet" disabled={working} onClick={() => void tearDown(choices)}>
          Stop sending
        </Button>
      </div>
    </Dialog>
  );
}

function Waiting({ children }: { children: ReactNode }) {
  return (
    <p className="set-up-waiting" role="status">
      <LoaderCircle size={16} aria-hidden /> {children}
    </p>
  );
}

/** What went wrong, or what will: before anything is sent. */
function Problem(props: { problem: string | null; choices: BoardLogChoices; simulated: boolean }) {
  const { problem, choices, simulated } = props;
  if (problem !== null) {
    return (
      <p className="field-problem" role="alert">
        {problem}
      </p>
    );
  }
  if (choices.port === null) {
    return <p className="field-problem">Bramble does not listen for logs now. The log view says why.</p>;
  }
  if (choices.loopbackOnly && !simulated) {
    return (
      <p className="field-problem">
        Bramble listens for programs of this computer only. Start it without BRAMBLE_SYSLOG, or with
        BRAMBLE_SYSLOG=0.0.0.0:{choices.port}, for boards to reach it.
      </p>
    );
  }
  return <p className="field-hint">Bramble listens on UDP port {choices.port}.</p>;
}
