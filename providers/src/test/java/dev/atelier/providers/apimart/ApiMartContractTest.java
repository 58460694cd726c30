package dev.atelier.providers.apimart;

import dev.atelier.provider.Provider;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.providers.upstream.UpstreamContract;
import java.util.Random;

class ApiMartContractTest extends UpstreamContract {
  private final FakeApiMart apiMart = new FakeApiMart(UpstreamCalls.KEY);
  private final ApiMartProvider provider =
      new ApiMartProvider(client, UpstreamCalls.download(client), clock, pause, new Random(7));

  @Override
  protected Provider provider() {
    return provider;
  }

  @Override
  protected FakeUpstream upstream() {
    return apiMart;
  }

  @Override
  protected Fault refusal() {
    return Fault.json(400, FakeApiMart.error(400, "size is not known", "invalid_request_error"));
  }

  @Override
  protected Fault limit(String... headers) {
    return Fault.json(
        429, FakeApiMart.error(429, "Too many requests", "rate_limit_error"), headers);
  }

  @Override
  protected void makeFewer() {
    apiMart.on(
        CallPhase.POLL,
        Fault.json(200, "{\"code\":200,\"data\":{\"status\":\"completed\",\"result\":{}}}"));
  }

  @Override
  protected boolean repeatsOrders() {
    return true;
  }
}
