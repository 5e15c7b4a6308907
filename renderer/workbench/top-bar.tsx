/** The top bar: the project, Run and Stop, the board picker, the theme and the commands. */
import { Command as CommandIcon, Contrast, Monitor, Moon, Play, Square, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import logo from '../bramble.svg';
import { useSession } from '../client/session.tsx';
import { CommandButton, IconButton } from '../design/button.tsx';
import { MenuButton, type MenuItem } from '../design/menu.tsx';
import { chooseTheme, type ThemeChoice, themeStore } from '../design/theme.ts';
import { Tooltip } from '../design/tooltip.tsx';
import { BoardPicker } from './board-picker.tsx';
import type { Commands } from './commands.ts';
import { HostBanner } from './host-banner.tsx';
import type { StateWords } from './state-words.ts';

export function TopBar({ commands, words }: { commands: Commands; words: StateWords }) {
  const description = useStore(useSession().project, ({ description }) => description);
  return (
    <header className="top">
      <div className="top-bar">
        <h1 className="top-brand">
          <img src={logo} alt="" width={20} height={20} />
          <span className="top-name">Bramble</span>
        </h1>
        {description !== null && (
          <span className="top-project" title={description.folder}>
            {description.name}
          </span>
        )}
        <div className="top-program" role="toolbar" aria-label="Program">
          <CommandButton
            command={commands.run}
            name="Run"
            tone="run"
            icon={<Play size={14} fill="currentColor" aria-hidden />}
          />
          <CommandButton
            command={commands.stop}
            name="Stop"
            tone="stop"
            icon={<Square size={12} fill="currentColor" aria-hidden />}
          />
        </div>
        <BoardPicker commands={commands} words={words} />
        <div className="top-end">
          <Tooltip text="Theme" side="left">
            <MenuButton label="Theme" className="icon-button" align="end" items={themeItems}>
              <Contrast size={16} aria-hidden />
            </MenuButton>
          </Tooltip>
          <IconButton
            label="Commands"
            shortcut={commands.palette.shortcut}
            tooltipSide="left"
            onClick={() => void commands.palette.run()}
          >
            <CommandIcon size={16} />
          </IconButton>
        </div>
      </div>
      <HostBanner />
    </header>
  );
}

function themeItems(): MenuItem[] {
  const { choice } = themeStore.getState();
  const item = (value: ThemeChoice, label: string, icon: React.ReactNode): MenuItem => ({
    kind: 'item',
    label,
    icon,
    checked: choice === value,
    choose: () => chooseTheme(value),
  });
  return [
    item('system', 'As the system', <Monitor size={14} />),
    item('light', 'Light', <Sun size={14} />),
    item('dark', 'Dark', <Moon size={14} />),
    item('contrast', 'High contrast', <Contrast size={14} />),
  ];
}
