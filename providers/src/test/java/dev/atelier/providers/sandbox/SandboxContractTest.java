package dev.atelier.providers.sandbox;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.ImageRequest;
import dev.atelier.media.PixelBudget;
import dev.atelier.provider.Account;
import dev.atelier.provider.Call;
import dev.atelier.provider.KeptResults;
import dev.atelier.provider.Provider;
import dev.atelier.provider.ProviderContract;
import dev.atelier.providers.upstream.UpstreamCalls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

class SandboxContractTest extends ProviderContract {
  private CountDownLatch begun = new CountDownLatch(0);
  private final SandboxProvider provider =
      new SandboxProvider(
          SandboxSettings.DEFAULT,
          Catalog.builtIn(),
          new PixelBudget(1, Duration.ofSeconds(30)),
          time -> {
            begun.countDown();
            if (time.compareTo(Duration.ofSeconds(30)) >= 0) {
              Thread.sleep(time);
            }
          });

  @Override
  protected Provider provider() {
    return provider;
  }

  @Override
  protected Account account(Map<String, String> options) {
    return UpstreamCalls.account(
        "sandbox", URI.create("http://127.0.0.1:9"), Map.of(), "", options);
  }

  @Override
  protected Call call(List<Integer> indexes) {
    return call("a red fox in snow", indexes);
  }

  /** It draws the same again. */
  @Override
  protected Map<Integer, byte[]> made(Call call) {
    var again = new KeptResults();
    run(() -> provider.attempt(call, again));
    return again.images();
  }

  @Override
  protected Call refused() {
    return call("a fox [atelier:refuse-input]", List.of(0));
  }

  @Override
  protected Call throttled(Duration retryAfter) {
    return call("a fox [atelier:throttle=%d]".formatted(retryAfter.toSeconds()), List.of(0));
  }

  @Override
  protected Call unreachable() {
    return call("a fox [atelier:unreachable]", List.of(0));
  }

  @Override
  protected Call lost() {
    return call("a fox [atelier:unknown]", List.of(0));
  }

  @Override
  protected Call waiting(CountDownLatch asked) {
    begun = asked;
    return call("a fox [atelier:delay=60s]", List.of(0));
  }

  private static Call call(String prompt, List<Integer> indexes) {
    var order = Calls.order(prompt, 320, 320).withCount(9);
    return UpstreamCalls.of(indexes, Calls.call(new ImageRequest.Generation(order)));
  }
}
