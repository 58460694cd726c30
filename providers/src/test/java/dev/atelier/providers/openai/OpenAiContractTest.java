package dev.atelier.providers.openai;

import dev.atelier.provider.Provider;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.providers.upstream.UpstreamContract;

class OpenAiContractTest extends UpstreamContract {
  private final FakeOpenAi openAi = new FakeOpenAi(UpstreamCalls.KEY);
  private final OpenAiProvider provider =
      new OpenAiProvider(client, UpstreamCalls.download(client), clock);

  @Override
  protected Provider provider() {
    return provider;
  }

  @Override
  protected FakeUpstream upstream() {
    return openAi;
  }

  @Override
  protected Fault refusal() {
    return Fault.json(
        400,
        FakeOpenAi.errorBody(
            "image_generation_user_error", "moderation_blocked", "Your request was rejected."));
  }

  @Override
  protected Fault limit(String... headers) {
    return Fault.json(
        429,
        FakeOpenAi.errorBody("input-images", "rate_limit_exceeded", "Rate limit reached."),
        headers);
  }

  @Override
  protected void makeFewer() {
    openAi.more(-1);
  }

  @Override
  protected boolean repeatsOrders() {
    return false;
  }
}
