import { expect, it } from 'vitest';
import { formOfQuery, formOfRule, problemsOf, ruleOf } from './alert-form.ts';

const rule = { name: 'hot', query: 'temp', threshold: 3, periodSeconds: 7200, isOn: true };

it('a form means a rule, whose name is its query unless it is given', () => {
  expect(ruleOf(formOfQuery(' severity>=error '), true)).toEqual({
    name: 'severity>=error',
    query: 'severity>=error',
    threshold: 1,
    periodSeconds: 300,
    isOn: true,
  });
  expect(ruleOf({ ...formOfQuery(''), count: '20', period: '2', unit: 'days', name: ' all ' }, false)).toEqual({
    name: 'all',
    query: '',
    threshold: 20,
    periodSeconds: 172_800,
    isOn: false,
  });
  expect(ruleOf(formOfQuery(''), true).name).toBe('every line');
});

it('a rule is shown in the largest unit, and comes back as it was', () => {
  expect(formOfRule(rule)).toEqual({ name: 'hot', query: 'temp', count: '3', period: '2', unit: 'hours' });
  expect(formOfRule({ ...rule, periodSeconds: 90 })).toMatchObject({ period: '90', unit: 'seconds' });
  expect(ruleOf(formOfRule(rule), true)).toEqual(rule);
});

it('says of each field what is wrong with it', () => {
  expect(problemsOf(formOfQuery('severity>=error'), [rule])).toEqual({});
  expect(problemsOf({ query: '(', count: '0', period: '1.5', unit: 'days', name: 'hot' }, [rule])).toEqual({
    query: expect.any(String),
    count: 'A number from 1 to 1000.',
    period: 'From a second to 7 days.',
    name: 'Another alert has this name.',
  });
  expect(problemsOf({ ...formOfQuery(''), count: '1001', period: '8', unit: 'days' }, [])).toMatchObject({
    count: expect.any(String),
    period: expect.any(String),
  });
});
