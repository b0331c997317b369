import fc from 'fast-check';
import { bodyWithoutKeys } from './body-without-keys.js';

const members = (text: string, ...ignored: string[]) =>
  bodyWithoutKeys(Buffer.from(text), new Set(ignored)).map((part) => Buffer.from(part, 'latin1').toString());

describe('a body without keys (CA-06)', () => {
  it('leaves out members of the top level alone', () => {
    const body = '{"id":1,"model":"m", "nested":{"id":2,"list":[{"id":3}]},"id":4}';
    expect(members(body, 'id')).toEqual(['"model":"m"', '"nested":{"id":2,"list":[{"id":3}]}']);
  });

  it('keeps what parsing would change, as it was written', () => {
    const body = '{ "seed" : 9007199254740993, "p": 1.0,\n "x":1 }';
    expect(members(body, 'x')).toEqual(['"seed" : 9007199254740993', '"p": 1.0']);
  });

  it('is not misled by quotes, braces and commas inside of strings', () => {
    const body = String.raw`{"a":"},\"id\":1,{","id":"\\","b":"ü\"]"}`;
    expect(members(body, 'id')).toEqual([String.raw`"a":"},\"id\":1,{"`, String.raw`"b":"ü\"]"`]);
  });

  it('knows a key by what it says, not by how it is escaped', () => {
    expect(members(String.raw`{"\u0069d":1,"größe":2,"b":3}`, 'id', 'größe')).toEqual(['"b":3']);
  });

  it('gives nothing for an empty object', () => {
    expect(members(' { } ', 'id')).toEqual([]);
  });

  it('keeps every other member of any object, in order', () => {
    const spaces = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('a', 'b', 'id')), fc.jsonValue()),
        spaces,
        fc.subarray(['a', 'b', 'id', '']),
        (object, indent, ignored) => {
          const kept = members(JSON.stringify(object, null, indent), ...ignored);
          const expected = Object.entries(object).filter(([key]) => !ignored.includes(key));
          expect(kept.map((member) => JSON.parse(`{${member}}`) as unknown)).toEqual(
            expected.map(([key, value]) => JSON.parse(JSON.stringify({ [key]: value })) as unknown),
          );
        },
      ),
    );
  });
});
