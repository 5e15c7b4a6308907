import { describe, expect, it } from 'vitest';
import { passesFilter } from './filter.ts';
import { row } from './testing/read.ts';

describe('a filter', () => {
  it('lets everything pass when it asks for nothing', () => {
    expect([passesFilter({}, row({})), passesFilter({ text: '' }, row({}))]).toEqual([true, true]);
  });

  it('finds its text in text, hostname and app name, whatever the case', () => {
    const rows = [
      row({ text: 'WLAN retry' }),
      row({ hostname: 'wlan-1' }),
      row({ appName: 'Wlan' }),
      row({ procId: 'wlan' }),
    ];
    expect(rows.map((each) => passesFilter({ text: 'wLaN' }, each))).toEqual([true, true, true, false]);
  });

  it('folds letters outside ASCII only when it has some', () => {
    const kelvin = row({ text: '5 \u212A, GRÖSSE' });
    expect(['k', 'größe', 'grösse', '\u212A'].map((text) => passesFilter({ text }, kelvin))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('lets the severity and the more urgent ones pass', () => {
    const severities = ([3, 4, 5] as const).map((severity) => passesFilter({ severityAtMost: 4 }, row({ severity })));
    expect(severities).toEqual([true, true, false]);
  });

  it('knows a row without a hostname by its address', () => {
    const filter = { host: '192.168.1.7' };
    expect([passesFilter(filter, row({})), passesFilter(filter, row({ hostname: 'picow' }))]).toEqual([true, false]);
  });

  it('wants all of its conditions', () => {
    const filter = { text: 'up', severityAtMost: 6, host: 'picow' } as const;
    const passing = row({ text: 'up', severity: 6, hostname: 'picow' });
    const others = [{ text: 'down' }, { severity: 7 }, { hostname: 'picow-2' }] as const;
    expect(
      [passing, ...others.map((parts) => ({ ...passing, ...parts }))].map((each) => passesFilter(filter, each)),
    ).toEqual([true, false, false, false]);
  });
});
