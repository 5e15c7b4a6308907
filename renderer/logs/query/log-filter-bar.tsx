/** The bar above the log table: what is searched for, how it is looked at, and what can be done with the log. */
import {
  ArrowDownToLine,
  Bell,
  Bug,
  ChartColumn,
  ChartSpline,
  ListFilter,
  Pause,
  RadioTower,
  Settings2,
  Trash2,
} from 'lucide-react';
import type { QueryKnowledge, Severity } from '../../../app/syslog/index.ts';
import { IconButton } from '../../design/button.tsx';
import { type Command, runCommand } from '../../design/command.ts';
import { MenuButton, type MenuItem } from '../../design/menu.tsx';
import { reportError } from '../../design/messages.ts';
import type { LogView } from '../log-view.ts';
import { severityChoices } from '../severity.ts';
import { LogQueryBox } from './log-query-box.tsx';

interface LogFilterBarProps {
  view: LogView;
  known: QueryKnowledge;
  following: boolean;
  hasNewer: boolean;
  canClear: boolean;
  summary: string;
  /** What it means that lines were lost; null where none were. */
  lost: string | null;
  onView: (part: Partial<LogView>) => void;
  sendLogsHere: Command;
  menu: () => MenuItem[];
  onAlerts: () => void;
  onFollow: (following: boolean) => void;
  onClear: () => void;
}

export function LogFilterBar(props: LogFilterBarProps) {
  const {
    view,
    known,
    following,
    hasNewer,
    canClear,
    summary,
    lost,
    sendLogsHere,
    onView,
    menu,
    onAlerts,
    onFollow,
    onClear,
  } = props;
  const { query, severityAtMost, histogramShown, facetsShown, numbersShown, errorsShown } = view;
  return (
    <div className="log-bar" role="toolbar" aria-label="Log filter">
      <LogQueryBox query={query} known={known} onChange={(next) => onView({ query: next })} />
      <select
        className="input"
        aria-label="Filter by severity"
        value={severityAtMost ?? ''}
        onChange={({ target }) =>
          onView({ severityAtMost: target.value === '' ? null : (Number(target.value) as Severity) })
        }
      >
        <option value="">Any severity</option>
        {severityChoices.slice(0, 7).map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <span className="log-summary" title={lost === null ? summary : `${summary}\n${lost}`}>
        {summary}
      </span>
      <IconButton
        label={sendLogsHere.label}
        tooltipSide="left"
        disabled={!sendLogsHere.enabled}
        onClick={() => runCommand(sendLogsHere, reportError)}
      >
        <RadioTower size={15} />
      </IconButton>
      <IconButton label="Alerts…" tooltipSide="left" onClick={onAlerts}>
        <Bell size={15} />
      </IconButton>
      <IconButton
        label="What the lines have in common"
        pressed={facetsShown}
        tooltipSide="left"
        onClick={() => onView({ facetsShown: !facetsShown })}
      >
        <ListFilter size={15} />
      </IconButton>
      <IconButton
        label="Lines over time"
        pressed={histogramShown}
        tooltipSide="left"
        onClick={() => onView({ histogramShown: !histogramShown })}
      >
        <ChartColumn size={15} />
      </IconButton>
      <IconButton
        label="Numbers in the lines"
        pressed={numbersShown}
        tooltipSide="left"
        onClick={() => onView({ numbersShown: !numbersShown })}
      >
        <ChartSpline size={15} />
      </IconButton>
      <IconButton
        label="Errors by kind"
        pressed={errorsShown}
        tooltipSide="left"
        onClick={() => onView({ errorsShown: !errorsShown })}
      >
        <Bug size={15} />
      </IconButton>
      <MenuButton label="How the log is shown" className="icon-button" align="end" items={menu}>
        <Settings2 size={15} aria-hidden />
      </MenuButton>
      <IconButton
        label={following ? 'Pause' : 'Follow new lines'}
        tooltipSide="left"
        onClick={() => onFollow(!following)}
      >
        {following ? <Pause size={15} /> : <ArrowDownToLine size={15} className={hasNewer ? 'log-newer' : ''} />}
      </IconButton>
      <IconButton label="Delete all log lines…" tooltipSide="left" disabled={!canClear} onClick={onClear}>
        <Trash2 size={15} />
      </IconButton>
    </div>
  );
}
