import { requestRowFactory, testOrganizationId } from '../testing/request-row.factory.js';
import { rollupMarksOf as sut } from './rollup-marks.js';

const other = '22222222-2222-4222-8222-222222222222';

describe(sut.name, () => {
  it('has one mark for each hour of each organisation', () => {
    const marks = sut([
      requestRowFactory({ request_created_at: '2026-01-31 12:00:00.000' }),
      requestRowFactory({ request_created_at: '2026-01-31 12:59:59.999' }),
      requestRowFactory({ request_created_at: '2026-01-31 13:00:00.000' }),
      requestRowFactory({ request_created_at: '2026-01-31 12:30:00.000', organization_id: other }),
    ]);
    expect(marks).toEqual([
      { organization_id: testOrganizationId, hour: Date.UTC(2026, 0, 31, 12) / 1000 },
      { organization_id: testOrganizationId, hour: Date.UTC(2026, 0, 31, 13) / 1000 },
      { organization_id: other, hour: Date.UTC(2026, 0, 31, 12) / 1000 },
    ]);
  });

  it('takes ISO text, too', () => {
    const [mark] = sut([requestRowFactory({ request_created_at: '2026-01-31T12:34:56.789Z' })]);
    expect(mark?.hour).toBe(Date.UTC(2026, 0, 31, 12) / 1000);
  });
});
