import { describe, expect, it } from 'vitest';
import { firstForm, problemsOf, settingsOf } from './set-up-form.ts';

const choices = {
  addresses: [
    { interface: 'wlan0', address: '192.168.1.20' },
    { interface: 'eth0', address: '10.0.0.2' },
  ],
  port: 5514,
  loopbackOnly: false,
};

describe('the form that sets a board up to log', () => {
  it('begins with the likeliest address of this computer, and with the board’s name', () => {
    expect(firstForm(choices, false, 'kitchen')).toEqual({
      ssid: '',
      password: '',
      host: '192.168.1.20',
      name: 'kitchen',
    });
    expect(firstForm({ ...choices, addresses: [] }, false, null)).toMatchObject({ host: '', name: '' });
  });

  it('is ready as it stands for the simulated board, which reaches this computer itself', () => {
    const form = firstForm({ ...choices, addresses: [] }, true, null);
    expect(form).toEqual({ ssid: 'Bramble', password: '', host: '127.0.0.1', name: '' });
    expect(problemsOf(form)).toEqual({});
  });

  it('says of each field what is wrong with it', () => {
    const form = { ssid: 'Küche', password: 'long enough', host: '192.168.1.20', name: 'kitchen' };
    expect(problemsOf(form)).toEqual({});
    expect(problemsOf({ ssid: 'ü'.repeat(17), password: 'short', host: 'two words', name: 'a b' })).toEqual({
      ssid: expect.stringContaining('at most 32 bytes'),
      password: expect.stringContaining('8 to 63 characters'),
      host: expect.stringContaining('address'),
      name: expect.stringContaining('without spaces'),
    });
    expect(problemsOf({ ...form, ssid: '' })).toEqual({ password: expect.stringContaining('Name the Wi-Fi') });
    expect(problemsOf({ ...form, host: '' })).toHaveProperty('host');
  });

  it('means the settings of the board: none of the Wi-Fi and no name where they are empty', () => {
    const form = { ssid: '', password: '', host: ' 10.0.0.2 ', name: ' ' };
    expect(settingsOf(form, 5514)).toEqual({ wifi: null, host: '10.0.0.2', port: 5514, name: null });
    expect(settingsOf({ ...form, ssid: ' x', name: 'k' }, 1)).toMatchObject({
      wifi: { ssid: ' x', password: '' },
      name: 'k',
    });
  });
});
