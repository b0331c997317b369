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
    const { publicUrl, HELIOSTAT_PUBLIC_URL, JAWN_PUBLIC_URL, PROXY_PUBLIC_URL, PROXY_PORT, JAWN_PORT } =
      this.config;
    const local = (port: number) => `http://${new URL(publicUrl).hostname}:${port}`;
    return {
      ...(await this.accounts.setup()),
      proxyUrl: (PROXY_PUBLIC_URL ?? local(PROXY_PORT)).replace(/\/+$/, ''),
      // Behind an ingress our port is not to be had unless a setting names it; the web server's `/api` is.
      apiUrl: (JAWN_PUBLIC_URL ?? (HELIOSTAT_PUBLIC_URL ? `${publicUrl}/api` : local(JAWN_PORT))).replace(
        /\/+$/,
        '',
      ),
      version,
    };
  }
}
