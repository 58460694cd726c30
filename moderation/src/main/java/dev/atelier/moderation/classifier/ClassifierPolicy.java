package dev.atelier.moderation.classifier;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.media.Decoder;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ImagePolicy;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.WhenAway;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges pictures by what a classifier makes of them. A picture is decoded and looked at under one
 * permit of the pixel budget, so that no more are than may be decoded; a picture that takes too
 * long counts as one that cannot be judged.
 */
public final class ClassifierPolicy implements ImagePolicy, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClassifierPolicy.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  private static final List<String> CHECKS = List.of("classifier:" + FindInScores.CATEGORY);

  private final ClassifierSettings settings;
  private final PixelBudget budget;
  private final ReadPixels read;
  private final LoadOnce classifier;
  private final FindInScores find;

  ClassifierPolicy(
      ClassifierSettings settings, PixelBudget budget, Decoder decoder, LoadOnce classifier) {
    this.settings = settings;
    this.budget = budget;
    this.read = new ReadPixels(decoder);
    this.classifier = classifier;
    this.find = new FindInScores(settings.thresholds(), settings.most(), OnnxClassifier.MODEL);
  }

  /**
   * With the model of this package.
   *
   * @param background has it loaded before the first picture comes; may be late
   */
  public static ClassifierPolicy of(
      ClassifierSettings settings, PixelBudget budget, Decoder decoder, Executor background) {
    var classifier = new LoadOnce(OnnxClassifier::load);
    classifier.soon(background);
    return new ClassifierPolicy(settings, budget, decoder, classifier);
  }

  @Override
  public List<String> checks(ModerationContext context) {
    return settings.on() ? CHECKS : List.of();
  }

  @Override
  public WhenAway whenAway() {
    return settings.whenAway();
  }

  @Override
  public List<Finding> check(JudgedPicture picture, ModerationContext context) {
    try {
      Classifier loaded = classifier.get(settings.timeout());
      Scores scores = budget.<Scores, Exception>with(() -> look(loaded, read.of(picture)));
      return find.of(scores, context.level());
    } catch (FaultException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unjudged();
    } catch (TimeoutException e) {
      LOG.warn("a picture was not classified within {}", settings.timeout());
      throw unjudged();
    } catch (UnusableMediaException e) {
      LOG.warn("a picture was not classified: it {}", e.problem());
      throw unjudged();
    } catch (Exception e) {
      LOG.warn("a picture was not classified: {}", e.getMessage());
      throw unjudged();
    }
  }

  /** On a thread of its own, which ends by itself: a look is as long for every picture. */
  private Scores look(Classifier loaded, float[] pixels)
      throws ClassifierException, TimeoutException, InterruptedException {
    var task = new FutureTask<>(() -> loaded.scores(pixels));
    Thread.ofPlatform().daemon().name("classify").start(task);
    try {
      return task.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new ClassifierException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Loads the model and has it look at a blank picture.
   *
   * @return what it runs on and how long one look takes
   * @throws IllegalStateException saying why it cannot
   */
  public static String probe() {
    try (var classifier = OnnxClassifier.load()) {
      var blank = new float[3 * Classifier.EDGE * Classifier.EDGE];
      classifier.scores(blank);
      long from = System.nanoTime();
      classifier.scores(blank);
      long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
      return "%s loads, %d ms a picture".formatted(OnnxClassifier.MODEL, millis);
    } catch (ClassifierException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static FaultException unjudged() {
    return new FaultException(
        new AdmissionFault.Unavailable("the picture cannot be judged now", RETRY_AFTER));
  }

  /** Frees the model; nobody is judging any more. */
  @Override
  public void close() {
    classifier.close();
  }
}
