/** The filter above the log table, and what can be done with the log. */
import { ArrowDownToLine, Pause, Search, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Severity, SyslogFilter } from '../../app/syslog/index.ts';
import { IconButton } from '../design/button.tsx';
import { severityChoices } from './severity.ts';

interface LogFilterBarProps {
  following: boolean;
  hasNewer: boolean;
  canClear: boolean;
  summary: string;
  hosts: string[];
  onFilter: (filter: SyslogFilter) => void;
  onFollow: (following: boolean) => void;
  onClear: () => void;
}

/** Typing asks the host once it rests this long. */
const restMs = 150;

export function LogFilterBar(props: LogFilterBarProps) {
  const { following, hasNewer, canClear, summary, hosts, onFilter, onFollow, onClear } = props;
  const [text, setText] = useState('');
  const [severity, setSeverity] = useState('');
  const [host, setHost] = useState('');

  useEffect(() => {
    const timer = setTimeout(() => onFilter(filterOf(text, severity, host)), restMs);
    return () => clearTimeout(timer);
  }, [text, severity, host, onFilter]);
  return (
    <div className="log-bar" role="toolbar" aria-label="Log filter">
      <label className="log-search">
        <Search size={14} aria-hidden />
        <input
          className="input"
          type="search"
          aria-label="Filter by text"
          placeholder="Filter by text"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <select
        className="input"
        aria-label="Filter by severity"
        value={severity}
        onChange={(event) => setSeverity(event.target.value)}
      >
        <option value="">Any severity</option>
        {severityChoices.slice(0, 7).map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <select
        className="input log-hosts"
        aria-label="Filter by host"
        value={host}
        onChange={(event) => setHost(event.target.value)}
      >
        <option value="">Any host</option>
        {host !== '' && !hosts.includes(host) && <option value={host}>{host}</option>}
        {hosts.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <span className="log-summary">{summary}</span>
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

function filterOf(text: string, severity: string, host: string): SyslogFilter {
  return {
    ...(text === '' ? {} : { text }),
    ...(severity === '' ? {} : { severityAtMost: Number(severity) as Severity }),
    ...(host === '' ? {} : { host }),
  };
}
