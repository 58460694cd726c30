package dev.atelier.providers.openai;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.Order;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.KeptResults;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.testkit.FakeClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The provider against a fake of OpenAI, with an account of any preset. */
final class OpenAiWorld implements AutoCloseable {
  final FakeOpenAi openAi = new FakeOpenAi(UpstreamCalls.KEY);
  final KeptResults results = new KeptResults();
  final FakeClock clock = FakeClock.fixed();
  private final UpstreamClient client = new UpstreamClient();
  final OpenAiProvider provider = new OpenAiProvider(client, UpstreamCalls.download(client), clock);

  Account account() {
    return account(Map.of());
  }

  Account preset(String name, String... options) {
    var all = new HashMap<String, String>();
    all.put("preset", name);
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return account(all);
  }

  private Account account(Map<String, String> options) {
    boolean azure = options.getOrDefault("preset", "").equals("azure");
    return UpstreamCalls.account(
        "openai", azure ? openAi.azureBase() : openAi.base(), Map.of(), UpstreamCalls.KEY, options);
  }

  Call generation(int images) {
    return UpstreamCalls.generation(account(), UpstreamCalls.order(images, 1024, 1536));
  }

  /** One image with previews. */
  Call streamed(int previews) {
    Order order = UpstreamCalls.order(1, 1024, 1536).withPartials(previews);
    return UpstreamCalls.generation(account(), order);
  }

  Call edit(Account account, Optional<Call.Input> mask, Call.Input... inputs) {
    return UpstreamCalls.edit(account, UpstreamCalls.order(1, 1024, 1536), List.of(inputs), mask);
  }

  AttemptOutcome attempt(Call call) throws InterruptedException {
    return provider.attempt(call, results);
  }

  /** On a virtual thread, as the gateway does. */
  static <T> CompletableFuture<T> run(Callable<T> work) {
    var done = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            done.complete(work.call());
          } catch (Throwable e) { // whatever it is belongs to the test
            done.completeExceptionally(e);
          }
        });
    return done.orTimeout(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    client.close();
    openAi.close();
  }
}
