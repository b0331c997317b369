import { fake } from '../testing/fake.js';
import { type InstallationRepository } from './installation.repository.js';
import { InstallationService } from './installation.service.js';

const create = (firstOwner: string | null, administrators: string[] = []) =>
  new InstallationService(
    fake<InstallationRepository>({
      firstOwnerId: async () => firstOwner,
      administersFirstOrganization: async (userId) => administrators.includes(userId),
    }),
  );
const person = (userId: string | null) => ({ userId, principal: null });

describe(InstallationService.name, () => {
  it('lets the first owner in, and the administrators beside them', async () => {
    const sut = create('ada', ['grace']);
    expect(await sut.operates(person('ada'))).toBe(true);
    expect(await sut.operates(person('grace'))).toBe(true);
  });

  it('keeps everybody else out, in words', async () => {
    const sut = create('ada', ['grace']);
    await expect(sut.requireOperator(person('eve'))).rejects.toMatchObject({
      status: 403,
      message: expect.stringMatching(/owner of this installation/),
    });
  });

  it('keeps API keys out, whoever made them', async () => {
    await expect(create('ada').requireOperator(person(null))).rejects.toMatchObject({
      status: 403,
      message: expect.stringMatching(/sign in/),
    });
  });

  it('lets nobody in before the installation has an owner', async () => {
    expect(await create(null, ['ada']).operates(person('ada'))).toBe(false);
  });
});
