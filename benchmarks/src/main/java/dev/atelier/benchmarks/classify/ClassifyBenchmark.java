package dev.atelier.benchmarks.classify;

import dev.atelier.benchmarks.image.ImageFiles;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.TenantId;
import dev.atelier.media.Decoder;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.WhenAway;
import dev.atelier.moderation.classifier.ClassifierPolicy;
import dev.atelier.moderation.classifier.ClassifierSettings;
import dev.atelier.moderation.classifier.Thresholds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One photo of 1024x1024 as a PNG: decoded, and decoded, shrunk and classified. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
public class ClassifyBenchmark {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("benchmarks.directory", "target"), "classify");
  private static final ModerationContext CONTEXT =
      new ModerationContext(TenantId.DEFAULT, ModerationLevel.AUTO);

  private final Decoder decoder = new Decoder();
  private final ClassifierPolicy policy =
      ClassifierPolicy.of(
          new ClassifierSettings(
              Action.REFUSE, Thresholds.DEFAULT, Duration.ofMinutes(1), WhenAway.REFUSE),
          PixelBudget.ofCores(),
          decoder,
          Runnable::run);
  private Optional<JudgedPicture> picture = Optional.empty();

  @Setup
  public void write() throws IOException, UnusableMediaException {
    Path file = ImageFiles.large(DIRECTORY);
    picture = Optional.of(new JudgedPicture(file, Probe.read(file), Stage.OUTPUT));
  }

  @Benchmark
  public int decode() throws UnusableMediaException {
    JudgedPicture one = picture.orElseThrow();
    try (var raster = decoder.decode(one.file(), one.info())) {
      return raster.width();
    }
  }

  @Benchmark
  public List<Finding> judge() {
    return policy.check(picture.orElseThrow(), CONTEXT);
  }

  @TearDown
  public void close() {
    policy.close();
  }
}
