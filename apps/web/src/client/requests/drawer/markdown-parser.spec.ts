import { parseBlocks, parseInline } from './markdown-parser';

describe('parseBlocks', () => {
  it('tells headings, lists, code, quotes and paragraphs apart', () => {
    const text = '## Title\nText\nmore\n\n- one\n- two\n\n1. first\n\n> said\n\n```ts\nconst a = 1;\n```';
    expect(parseBlocks(text)).toEqual([
      { kind: 'heading', text: 'Title' },
      { kind: 'text', text: 'Text\nmore' },
      { kind: 'list', ordered: false, items: ['one', 'two'] },
      { kind: 'list', ordered: true, items: ['first'] },
      { kind: 'quote', text: 'said' },
      { kind: 'code', text: 'const a = 1;' },
    ]);
  });

  it('keeps an unclosed fence, as a cut answer has one', () => {
    expect(parseBlocks('```\nhalf')).toEqual([{ kind: 'code', text: 'half' }]);
  });

  it('leaves hostile input as it is', () => {
    const stars = '*'.repeat(50_000);
    expect(parseBlocks(stars)).toEqual([{ kind: 'text', text: stars }]);
    expect(parseInline(stars)).toEqual([{ kind: 'text', text: stars }]);
    expect(parseInline('['.repeat(20_000))).toHaveLength(1);
  });
});

describe('parseInline', () => {
  it('marks code, bold, italics and links', () => {
    expect(parseInline('a `b` **c** *d* [e](https://f.example)')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'code', text: 'b' },
      { kind: 'text', text: ' ' },
      { kind: 'strong', text: 'c' },
      { kind: 'text', text: ' ' },
      { kind: 'em', text: 'd' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'e', href: 'https://f.example' },
    ]);
  });

  it('makes no link of a script address', () => {
    const text = '[click](javascript:alert(1))';
    expect(parseInline(text)).toEqual([{ kind: 'text', text }]);
  });
});
