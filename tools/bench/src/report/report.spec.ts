import { number, table } from './markdown.js';
import { renderReport } from './report.js';

const machine = { cpu: 'Test CPU', cores: 2, memoryGb: 8, kernel: '6', node: '24', tools: 'wrk 4' };
const measured = [
  {
    title: 'Throughput',
    result: {
      markdown: 'numbers',
      notRun: ['LiteLLM: python3 is missing'],
      budgets: [
        { what: 'a', bar: '≥ 1', got: '2', met: true },
        { what: 'b', bar: '≥ 3', got: '2', met: false },
      ],
    },
  },
];
const render = (previous?: string) =>
  renderReport(machine, 'npm run bench', new Date(0), measured, ['streams: broke'], previous);

describe(renderReport.name, () => {
  it('says of every bar whether it is met, and what was not run', () => {
    const page = render();
    expect(page).toContain('| a | ≥ 1 | 2 | yes |');
    expect(page).toContain('| b | ≥ 3 | 2 | **no** |');
    expect(page).toMatch(/## Not run\n\n- streams: broke\n- LiteLLM: python3 is missing/);
  });

  it('keeps the notes that somebody wrote into the page', () => {
    const edited = render().replace(
      '<!-- end of notes -->',
      'b is missed because of x.\n\n<!-- end of notes -->',
    );
    const again = render(edited);
    expect(again).toContain('b is missed because of x.');
    expect(render(again)).toBe(again);
  });
});

describe(number.name, () => {
  it.each([
    [12345.6, '12,346'],
    [123.4, '123'],
    [12.34, '12.3'],
    [0.1234, '0.123'],
    [0, '0'],
    [NaN, '–'],
  ])('writes %d as %s', (value, text) => {
    expect(number(value)).toBe(text);
  });
});

describe(table.name, () => {
  it('aligns numbers to the right', () => {
    expect(table(['a', 'b'], [['x', '1']])).toBe('| a | b |\n| --- | ---: |\n| x | 1 |');
  });
});
