package dev.atelier.benchmarks.sandbox;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest.Generation;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import dev.atelier.media.PixelBudget;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.providers.sandbox.SandboxProvider;
import dev.atelier.providers.sandbox.SandboxSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One picture of 1024x1024 (1.05 megapixels), drawn and encoded as a PNG on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
public class DrawBenchmark {
  private static final Account ACCOUNT =
      new Account(
          new AccountId("sandbox"), "sandbox", Optional.empty(), Set.of(), 1, Optional.empty(), 1);

  @Param({
    "a red fox in the snow",
    "three blue cups on a wooden table at sunset",
    "a poster that says \"Grand Opening\"",
  })
  public String prompt = "";

  private final SandboxProvider sandbox =
      new SandboxProvider(SandboxSettings.DEFAULT, Catalog.builtIn(), PixelBudget.ofCores());
  private final Results results = new Discarded();

  @Benchmark
  public AttemptOutcome draw() throws InterruptedException {
    var outcome = sandbox.attempt(call(), results);
    if (!(outcome instanceof AttemptOutcome.Succeeded)) {
      throw new IllegalStateException("not drawn: " + outcome);
    }
    return outcome;
  }

  private Call call() {
    Output output =
        Output.DEFAULT
            .withSize(SizeChoice.of(1024, 1024))
            .withQuality(Quality.MEDIUM)
            .withFormat(OutputFormat.PNG, 100);
    return new Call(
        new AttemptId(new UUID(0, 1)),
        new JobId(new UUID(0, 2)),
        ACCOUNT,
        new Generation(Order.of("gpt-image-2", prompt).withOutput(output)),
        List.of(0),
        List.of(),
        Optional.empty(),
        Instant.EPOCH,
        Duration.ofSeconds(60));
  }
}
