import { type SetupState } from '@heliostat/contracts';
import { type Config, version } from '@heliostat/platform';
import { Inject, Injectable } from '@nestjs/common';
import { AccountService } from '../account/account.service.js';
import { CONFIG } from '../platform/tokens.js';

/** What a page needs before anyone is signed in. */
@Injectable()
export class SetupService {
  constructor(
    private readonly accounts: AccountService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async state(): Promise<SetupState> {
    const { hostname } = new URL(this.config.publicUrl);
    const local = (port: number) => `http://${hostname}:${port}`;
    return {
      ...(await this.accounts.setup()),
      proxyUrl: (this.config.PROXY_PUBLIC_URL ?? local(this.config.PROXY_PORT)).replace(/\/+$/, ''),
      apiUrl: local(this.config.JAWN_PORT),
      version,
    };
  }
}
