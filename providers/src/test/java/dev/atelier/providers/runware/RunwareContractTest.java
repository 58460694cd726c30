package dev.atelier.providers.runware;

import dev.atelier.provider.Provider;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.providers.upstream.UpstreamContract;
import java.util.Random;

class RunwareContractTest extends UpstreamContract {
  private final FakeRunware runware = new FakeRunware(UpstreamCalls.KEY);
  private final RunwareProvider provider =
      new RunwareProvider(client, UpstreamCalls.download(client), clock, pause, new Random(7));

  @Override
  protected Provider provider() {
    return provider;
  }

  @Override
  protected FakeUpstream upstream() {
    return runware;
  }

  @Override
  protected Fault refusal() {
    return FakeRunware.error(400, "invalidWidth");
  }

  @Override
  protected Fault limit(String... headers) {
    return FakeRunware.error(429, "rateLimitExceeded", headers);
  }

  @Override
  protected void makeFewer() {
    runware.fails(0, "providerError");
  }

  @Override
  protected boolean tellsFailedImages() {
    return true;
  }

  @Override
  protected boolean repeatsOrders() {
    return true;
  }
}
