package dev.atelier.providers.seaart;

import dev.atelier.provider.Provider;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.providers.upstream.UpstreamContract;
import java.util.Random;

class SeaArtContractTest extends UpstreamContract {
  private final FakeSeaArt seaArt = new FakeSeaArt(UpstreamCalls.KEY);
  private final SeaArtProvider provider =
      new SeaArtProvider(client, UpstreamCalls.download(client), clock, pause, new Random(7));

  @Override
  protected Provider provider() {
    return provider;
  }

  @Override
  protected FakeUpstream upstream() {
    return seaArt;
  }

  @Override
  protected Fault refusal() {
    return Fault.json(422, "{\"detail\":\"size: must be a multiple of 16\"}");
  }

  @Override
  protected Fault limit(String... headers) {
    return Fault.json(
        429,
        "{\"error\":{\"code\":\"RATE_LIMIT_EXCEEDED\",\"message\":\"Rate limit exceeded\"}}",
        headers);
  }

  @Override
  protected void makeFewer() {
    seaArt.loses(1);
  }

  @Override
  protected boolean repeatsOrders() {
    return false;
  }
}
