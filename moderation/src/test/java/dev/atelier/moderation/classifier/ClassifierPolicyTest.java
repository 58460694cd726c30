package dev.atelier.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.TenantId;
import dev.atelier.media.Decoder;
import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Probe;
import dev.atelier.media.Raster;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.Verdict;
import dev.atelier.moderation.WhenAway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierPolicyTest {
  private static final ModerationContext CONTEXT =
      new ModerationContext(TenantId.DEFAULT, ModerationLevel.AUTO);
  private static final Scores EXPLICIT = new Scores(0, 0, 0.01f, 0.99f, 0);

  private final AtomicInteger loads = new AtomicInteger();

  @TempDir Path directory;

  @Test
  void explicit_pictures_are_refused_by_the_name_of_the_model() throws Exception {
    var policy = policy(settings(Action.REFUSE), () -> fixed(EXPLICIT));

    assertThat(policy.check(picture(OutputFormat.PNG, 32, 32, false), CONTEXT))
        .containsExactly(new Finding("sexual", Action.REFUSE, "nsfw-mobilenet-v2-mid"));
    assertThat(policy.checks(CONTEXT)).containsExactly("classifier:sexual");
  }

  @Test
  void the_model_is_loaded_once_and_only_when_needed() throws Exception {
    var policy = policy(settings(Action.REFUSE), () -> fixed(EXPLICIT));
    var picture = picture(OutputFormat.JPEG, 32, 32, false);
    assertThat(loads).hasValue(0);

    policy.check(picture, CONTEXT);
    policy.check(picture, CONTEXT);

    assertThat(loads).hasValue(1);
  }

  @Test
  void switched_off_it_claims_no_check() {
    assertThat(policy(settings(Action.OFF), () -> fixed(EXPLICIT)).checks(CONTEXT)).isEmpty();
  }

  @Test
  void a_library_that_does_not_load_is_no_crash_and_is_not_tried_again() throws Exception {
    var policy =
        policy(
            settings(Action.REFUSE),
            () -> {
              throw new UnsatisfiedLinkError("no onnxruntime for this machine");
            });
    var picture = picture(OutputFormat.PNG, 32, 32, false);

    requireUnjudged(policy, picture);
    requireUnjudged(policy, picture);
    assertThat(loads).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(WhenAway.class)
  void without_scores_the_operators_word_holds(WhenAway whenAway) throws Exception {
    var settings =
        new ClassifierSettings(Action.REFUSE, Thresholds.DEFAULT, Duration.ofSeconds(10), whenAway);
    var policy =
        policy(
            settings,
            () -> {
              throw new ClassifierException("damaged", new IOException());
            });
    var chain = new Moderation(List.of(), List.of(policy));
    var picture = picture(OutputFormat.WEBP, 32, 32, true);

    if (whenAway == WhenAway.REFUSE) {
      assertThatThrownBy(() -> chain.judge(picture, CONTEXT)).isInstanceOf(FaultException.class);
    } else {
      var judgement = chain.judge(picture, CONTEXT);
      assertThat(judgement.checks()).isEmpty();
      assertThat(judgement.verdict())
          .isInstanceOf(whenAway == WhenAway.ALLOW ? Verdict.Allow.class : Verdict.Review.class);
    }
  }

  @Test
  void a_look_that_takes_too_long_is_given_up() throws Exception {
    var never = new CountDownLatch(1);
    var settings =
        new ClassifierSettings(
            Action.REFUSE, Thresholds.DEFAULT, Duration.ofMillis(50), WhenAway.REFUSE);
    var policy =
        policy(
            settings,
            () ->
                classifier(() -> {
                  never.await();
                  return EXPLICIT;
                }));

    requireUnjudged(policy, picture(OutputFormat.PNG, 32, 32, false));
    never.countDown();
  }

  @Test
  void a_model_that_loads_too_slowly_is_not_waited_for_and_serves_the_next() throws Exception {
    var slow = new CountDownLatch(1);
    var settings =
        new ClassifierSettings(
            Action.REFUSE, Thresholds.DEFAULT, Duration.ofSeconds(1), WhenAway.REFUSE);
    var policy =
        policy(
            settings,
            () -> {
              awaitQuietly(slow);
              return fixed(EXPLICIT);
            });
    var picture = picture(OutputFormat.PNG, 32, 32, false);

    requireUnjudged(policy, picture);
    slow.countDown();

    assertThat(policy.check(picture, CONTEXT)).hasSize(1);
  }

  @Test
  void a_picture_that_cannot_be_decoded_after_all_is_not_judged() throws Exception {
    var policy = policy(settings(Action.REFUSE), () -> fixed(EXPLICIT));
    var picture = picture(OutputFormat.PNG, 320, 320, false);
    byte[] bytes = Files.readAllBytes(picture.file());
    Files.write(picture.file(), java.util.Arrays.copyOf(bytes, bytes.length / 2));

    requireUnjudged(policy, picture);
  }

  @Test
  void any_picture_goes_through_the_real_model() throws Exception {
    try (var policy =
        ClassifierPolicy.of(
            settings(Action.REFUSE), PixelBudget.ofCores(), new Decoder(), Runnable::run)) {
      var random = new SplittableRandom(11);
      List<OutputFormat> formats = List.of(OutputFormat.values());
      int[] edges = {1, 2, 3, 223, 224, 225, 640, 3000};
      for (int i = 0; i < 30; i++) {
        OutputFormat format = formats.get(i % formats.size());
        int width = edges[random.nextInt(edges.length)];
        int height = edges[random.nextInt(edges.length)];
        var picture = picture(format, width, height, random.nextBoolean());

        assertThat(policy.check(picture, CONTEXT)).as("%s %dx%d", format, width, height).isEmpty();
      }
    }
  }

  private void requireUnjudged(ClassifierPolicy policy, JudgedPicture picture) {
    assertThatThrownBy(() -> policy.check(picture, CONTEXT))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.Unavailable.class));
  }

  private ClassifierPolicy policy(ClassifierSettings settings, LoadOnce.Loader loader) {
    return new ClassifierPolicy(
        settings,
        new PixelBudget(2, Duration.ofSeconds(10)),
        new Decoder(),
        new LoadOnce(() -> {
          loads.incrementAndGet();
          return loader.load();
        }));
  }

  private static ClassifierSettings settings(Action most) {
    return new ClassifierSettings(
        most, Thresholds.DEFAULT, Duration.ofSeconds(60), WhenAway.REFUSE);
  }

  private static Classifier fixed(Scores scores) {
    return classifier(() -> scores);
  }

  private static Classifier classifier(Look look) {
    return new Classifier() {
      @Override
      public Scores scores(float[] pixels) throws ClassifierException {
        assertThat(pixels).hasSize(3 * EDGE * EDGE);
        try {
          return look.scores();
        } catch (InterruptedException e) {
          throw new ClassifierException("interrupted", e);
        }
      }

      @Override
      public void close() {}
    };
  }

  private static void awaitQuietly(CountDownLatch latch) throws ClassifierException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new ClassifierException("interrupted", e);
    }
  }

  private JudgedPicture picture(OutputFormat format, int width, int height, boolean alpha)
      throws IOException, UnusableMediaException {
    Path file = Files.createTempFile(directory, "picture", "." + format.name());
    var random = new SplittableRandom(width * 31L + height);
    try (var raster = Raster.blank(new ImageSize(width, height), alpha);
        var out = Files.newOutputStream(file)) {
      var row = new byte[width * 4];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int opacity = alpha ? random.nextInt(256) : 255;
          row[4 * x] = (byte) (random.nextInt(256) * opacity / 255);
          row[4 * x + 1] = (byte) (y * opacity / height);
          row[4 * x + 2] = (byte) (x * opacity / width);
          row[4 * x + 3] = (byte) opacity;
        }
        raster.writeRow(y, row);
      }
      new Encoder().encode(raster, format, 90, Marks.NONE, out);
    }
    return new JudgedPicture(file, Probe.read(file), Stage.OUTPUT);
  }

  /** What a classifier sees. */
  @FunctionalInterface
  private interface Look {
    Scores scores() throws InterruptedException;
  }
}
