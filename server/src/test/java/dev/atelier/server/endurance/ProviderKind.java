package dev.atelier.server.endurance;

import dev.atelier.provider.Capabilities;

/** What a call to the upstream costs, and whether it can be found again. */
enum ProviderKind {
  FREE(new Capabilities(10, false, true, true)),
  PAID(new Capabilities(10, false, false, true)),
  RESUMABLE(new Capabilities(10, true, false, true));

  private final Capabilities capabilities;

  ProviderKind(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  Capabilities capabilities() {
    return capabilities;
  }
}
