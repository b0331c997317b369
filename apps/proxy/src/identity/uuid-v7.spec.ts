import { uuidV7, uuidV7Time } from './uuid-v7.js';

describe(uuidV7.name, () => {
  it('is a version 7 UUID', () => {
    expect(uuidV7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('never repeats', () => {
    expect(new Set(Array.from({ length: 20_000 }, () => uuidV7())).size).toBe(20_000);
  });

  it('holds its time and sorts by it', () => {
    const [early, late] = [uuidV7(1_700_000_000_000), uuidV7(1_700_000_000_001)];
    expect(uuidV7Time(early)).toBe(1_700_000_000_000);
    expect(early < late).toBe(true);
  });
});
