import fc from 'fast-check';
import { findPictures as sut } from './find-pictures.js';

const png = 'data:image/png;base64,iVBORw==';

describe(sut.name, () => {
  it.each<[string, unknown]>([
    ['a part of a chat', { messages: [{ content: [{ type: 'image_url', image_url: { url: png } }] }] }],
    [
      'a chat’s reply (IG-01)',
      { choices: [{ message: { images: [{ type: 'image_url', image_url: { url: png } }] } }] },
    ],
    ['a response (IG-01)', { output: [{ content: [{ type: 'output_image', image_url: png }] }] }],
    ['a response’s tool', { output: [{ type: 'image_generation_call', result: 'iVBORw==' }] }],
    [
      'a message',
      { content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } }] },
    ],
    [
      'Gemini',
      { candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: 'iVBORw==' } }] } }] },
    ],
    ['Converse', { messages: [{ content: [{ image: { format: 'png', source: { bytes: 'iVBORw==' } } }] }] }],
    ['generated images (IG-03)', { data: [{ b64_json: 'iVBORw==' }] }],
  ])('finds the picture of %s', (_name, body) => {
    expect(sut(body, null)).toEqual([png]);
    expect(sut(undefined, body)).toEqual([png]);
  });

  it('names those of the request first, and each once', () => {
    const part = (url: string) => ({ type: 'image_url', image_url: { url } });
    const [first, second] = ['https://x.test/1.png', 'https://x.test/2.png'] as const;
    expect(sut([part(second), part(second)], [part(first), part(second)])).toEqual([second, first]);
  });

  it('takes no other address, and no other data', () => {
    expect(
      sut([{ image_url: 'javascript:alert(1)' }, { image_url: { url: 'data:text/html,x' } }], null),
    ).toEqual([]);
    expect(
      sut({ inlineData: { mimeType: 'audio/wav', data: 'AA==' } }, { data: [{ embedding: [1] }] }),
    ).toEqual([]);
  });

  it('reads whatever a body holds, and at most a hundred (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (request, response) => {
        expect(Array.isArray(sut(request, response))).toBe(true);
      }),
    );
    const many = Array.from({ length: 150 }, (_, at) => ({ image_url: `https://x.test/${at}.png` }));
    expect(sut(many, many)).toHaveLength(100);
  });
});
