import { postgresAddress } from './postgres-address.js';

describe(postgresAddress.name, () => {
  it('keeps the password out of the arguments that others on the machine can read', () => {
    const sut = postgresAddress('postgres://u:p%40ss%20w%2Frd@db:5432/heliostat?sslmode=require');
    expect(sut).toEqual({
      uri: 'postgres://u@db:5432/heliostat?sslmode=require',
      env: { PGPASSWORD: 'p@ss w/rd' },
    });
  });

  it('drops what only the driver of node understands', () => {
    const sut = postgresAddress(
      'postgres://u@db/heliostat?sslmode=no-verify&uselibpqcompat=true&application_name=x',
    );
    expect(sut).toEqual({ uri: 'postgres://u@db/heliostat?sslmode=require', env: {} });
  });
});
